import type { DrawnDefinition } from '../../../api/execution.ts';

/** Whether the state belongs to the iterations of a Map. */
export const isInMap = (definition: DrawnDefinition | undefined, state: string): boolean =>
  Object.values(definition?.States ?? {}).some(
    ({ ItemProcessor }) => ItemProcessor && state in ItemProcessor.States,
  );
