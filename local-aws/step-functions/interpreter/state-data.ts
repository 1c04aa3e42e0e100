import { fillTemplate } from '../data-flow/payload-template.ts';
import { placeResult, takePath } from '../data-flow/state-paths.ts';
import type { FailState, PassState, State, WorkState } from '../definition/states-language.ts';
import type { JsonValue } from '../json-value.ts';
import { toData } from './data-limit.ts';
import { readable, type Visit } from './visit.ts';

/** The state's input after InputPath. */
export function effectiveInput(visit: Visit<Exclude<State, FailState>>): JsonValue {
  return takePath(visit.state.InputPath, readable(visit, visit.input));
}

/** What the state works on: the filled template, or the effective input when there is none. */
export function fill(visit: Visit, template: JsonValue | undefined, input: JsonValue): JsonValue {
  return template === undefined ? input : fillTemplate(template, readable(visit, input));
}

/** The state's output: its result after ResultSelector, ResultPath and OutputPath. Throws States.DataLimitExceeded. */
export function outputOf(visit: Visit<WorkState | PassState>, result: JsonValue): JsonValue {
  const { state, name, input } = visit;
  const selected = state.Type === 'Pass' ? result : fill(visit, state.ResultSelector, result);
  const placed = placeResult(state.ResultPath, input, selected);
  const output = takePath(state.OutputPath, readable(visit, placed));
  toData(output, name);
  return output;
}
