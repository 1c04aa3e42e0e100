import type { Readable } from '../data-flow/expression.ts';
import type { State } from '../definition/states-language.ts';
import type { Entered, Position } from '../history/progress.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import type { Branch, MapItem } from './branch.ts';

/** One stay of a branch in a state. */
export interface Visit<Kind extends State = State> {
  readonly branch: Branch;
  readonly name: string;
  readonly state: Kind;
  readonly input: JsonValue;
  readonly entered: Entered;
  readonly begun: Position['begun'];
  readonly mapRun: Position['mapRun'];
  /** How often the state was retried. */
  retries: number;
}

/** Where a state leads. */
export interface Transition {
  readonly output: JsonValue;
  /** Absent at the end of the branch. */
  readonly next?: string | undefined;
}

/** `mapItem` differs from the branch's own only for an ItemSelector. */
export function readable(visit: Visit, input: JsonValue, mapItem = visit.branch.mapItem): Readable {
  return { input, context: contextObject(visit, mapItem) };
}

/** `$$` */
function contextObject({ branch, name, state, entered, retries }: Visit, mapItem?: MapItem): JsonObject {
  const canRetry = state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel';
  return {
    ...branch.run.context,
    State: { Name: name, EnteredTime: entered.time, ...(canRetry && { RetryCount: retries }) },
    ...(mapItem && { Map: { Item: mapItem } }),
  };
}
