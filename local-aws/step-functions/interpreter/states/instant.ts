import { holds } from '../../data-flow/choice-rule.ts';
import { EvaluationError } from '../../data-flow/expression.ts';
import { requireFor } from '../../data-flow/path-fields.ts';
import { takePath } from '../../data-flow/state-paths.ts';
import type { ChoiceState, FailState, PassState, SucceedState } from '../../definition/states-language.ts';
import { effectiveInput, fill, outputOf } from '../state-data.ts';
import { StateError } from '../state-error.ts';
import { readable, type Transition, type Visit } from '../visit.ts';

export function runChoice(visit: Visit<ChoiceState>): Transition {
  const { Choices, Default, OutputPath } = visit.state;
  const chosen = readable(visit, effectiveInput(visit));
  const next = Choices.find((rule) => holds(rule, chosen))?.Next ?? Default;
  if (next === undefined) throw new EvaluationError(noNextState);
  return { output: takePath(OutputPath, chosen), next };
}

/** AWS's words. Its documentation has States.NoChoiceMatched for this, but the service answers States.Runtime. */
const noNextState = 'Failed to transition out of the state. The state does not point to a next state.';

export function runPass(visit: Visit<PassState>): Transition {
  const { state } = visit;
  const result = state.Result ?? fill(visit, state.Parameters, effectiveInput(visit));
  return { output: outputOf(visit, result), next: state.Next };
}

export function runSucceed(visit: Visit<SucceedState>): Transition {
  return { output: takePath(visit.state.OutputPath, readable(visit, effectiveInput(visit))) };
}

export function runFail(visit: Visit<FailState>): never {
  const { Error: error, ErrorPath, Cause, CausePath } = visit.state;
  throw new StateError(
    ErrorPath ? read(visit, 'ErrorPath', ErrorPath) : error,
    CausePath ? read(visit, 'CausePath', CausePath) : Cause,
  );
}

function read(visit: Visit<FailState>, field: string, path: string): string {
  const value = requireFor(field, path, readable(visit, visit.input));
  if (typeof value === 'string') return value;
  throw new EvaluationError(`Expected a string at '${path}', got ${JSON.stringify(value)}`);
}
