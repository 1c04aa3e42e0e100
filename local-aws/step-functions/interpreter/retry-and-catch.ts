import { EvaluationError } from '../data-flow/expression.ts';
import { placeResult } from '../data-flow/state-paths.ts';
import type { Catcher, WorkState } from '../definition/states-language.ts';
import type { JsonValue } from '../json-value.ts';
import { pause } from './pause.ts';
import { Retries, takesError } from './retry.ts';
import { StateError } from './state-error.ts';
import type { Transition, Visit } from './visit.ts';

/**
 * Tries the state until it gives an output, no retrier takes its error, or the branch is stopped.
 * The first attempt goes on with what an earlier run of the execution had begun.
 */
export async function withRetryAndCatch(
  visit: Visit<WorkState>,
  attempt: (begun: Visit['begun']) => Promise<JsonValue>,
): Promise<Transition> {
  const { branch, state } = visit;
  const retries = new Retries(state.Retry);
  for (;;) {
    try {
      return { output: await attempt(visit.retries === 0 ? visit.begun : undefined), next: state.Next };
    } catch (thrown) {
      const error = asStateError(thrown, visit);
      const delay = retries.delayAfter(error.error, error.ofTask);
      if (delay === undefined) return giveUp(visit, error);
      await pause(delay * 1000 * branch.run.waitScale, branch.signal);
      visit.retries += 1;
    }
  }
}

function giveUp({ branch, state, input }: Visit<WorkState>, error: StateError): Transition {
  if (state.Type !== 'Task') branch.record(`${state.Type}StateFailed`);
  const catcher = state.Catch?.find(({ ErrorEquals }) => takesError(ErrorEquals, error.error, error.ofTask));
  if (!catcher) throw error;
  return { output: caught(catcher, input, error), next: catcher.Next };
}

function caught(catcher: Catcher, input: JsonValue, { error = '', cause = '' }: StateError): JsonValue {
  return placeResult(catcher.ResultPath, input, { Error: error, Cause: cause });
}

/** What was thrown in a state, as the state's error. Rethrows what is none: the branch was stopped, or a bug. */
export function asStateError(thrown: unknown, { name, entered }: Visit): StateError {
  if (thrown instanceof StateError) return thrown;
  if (!(thrown instanceof EvaluationError)) throw thrown;
  if (thrown.error === 'States.ReferencePathConflict') return new StateError(thrown.error, thrown.message);
  const place = `An error occurred while executing the state '${name}' (entered at the event id #${entered.id}).`;
  return new StateError(thrown.error, `${place} ${thrown.message}`);
}
