import type { JsonValue } from './json-value.ts';

export interface LambdaCall {
  readonly functionArn: string;
  /** The caller's own copy. */
  readonly payload: JsonValue;
  /** Aborted when nobody waits for the result any more: the task timed out, or its execution is over. */
  readonly signal: AbortSignal;
}

/** Runs a Lambda. Rejects with a TaskError when the function or the Lambda service fails. */
export type Invoke = (call: LambdaCall) => Promise<JsonValue>;

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
