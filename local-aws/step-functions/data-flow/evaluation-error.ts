/**
 * Thrown when a state's data does not fit what its definition asks of it; the message is AWS's sentence
 * without the state. `error` is the name a Catch could match.
 */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly error: 'States.Runtime' | 'States.IntrinsicFailure' | 'States.ReferencePathConflict';

  constructor(message: string, error: EvaluationError['error'] = 'States.Runtime') {
    super(message);
    this.error = error;
  }
}
