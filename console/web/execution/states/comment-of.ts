import type { DrawnDefinition } from '../../../api/execution.ts';

/** What the definition says that a state is for. */
export function commentOf(definition: DrawnDefinition | undefined, state: string): string | undefined {
  const states = Object.values(definition?.States ?? {});
  const inner = states.map(({ ItemProcessor }) => ItemProcessor?.States[state]?.Comment);
  return definition?.States[state]?.Comment ?? inner.find((comment) => comment !== undefined);
}
