import { EvaluationError } from '../data-flow/evaluation-error.ts';
import { StateError } from './state-error.ts';
import type { Visit } from './visit.ts';

/** What was thrown in a state, as the state's error. Rethrows what is none: the branch was stopped, or a bug. */
export function asStateError(thrown: unknown, { name, entered }: Visit): StateError {
  if (thrown instanceof StateError) return thrown;
  if (!(thrown instanceof EvaluationError)) throw thrown;
  if (thrown.error === 'States.ReferencePathConflict') return new StateError(thrown.error, thrown.message);
  const place = `An error occurred while executing the state '${name}' (entered at the event id #${entered.id}).`;
  return new StateError(thrown.error, `${place} ${thrown.message}`);
}
