import { holds } from '../../data-flow/choice-rule.ts';
import { EvaluationError } from '../../data-flow/evaluation-error.ts';
import { takePath } from '../../data-flow/input-path.ts';
import type { ChoiceState } from '../../definition/states-language.ts';
import { effectiveInput } from '../state-data.ts';
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
