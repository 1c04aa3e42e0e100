/**
 * How a Lambda failed, as Step Functions sees it.
 *
 * `error` is the name that Retry and Catch match: the thrown error's name (`ThrottlingException`), or the
 * Lambda service's own (`Sandbox.Timedout`, `Lambda.TooManyRequestsException`). `cause` is a JSON string
 * `{errorType, errorMessage, trace}`.
 */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}
