/** AWS's limits, in characters. */
const longestError = 256;
const longestCause = 32_768;

/** A failed state: what Retry and Catch look at, and what the execution ends with when neither takes it. */
export class StateError extends Error {
  override readonly name = 'StateError';
  /** Absent for a Fail state that names none. */
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  /** What the task ended with, not the state around it. */
  readonly ofTask: boolean;

  constructor(error: string | undefined, cause?: string, { ofTask = false } = {}) {
    super(`${error}: ${cause}`);
    this.error = error?.slice(0, longestError);
    this.cause = cause?.slice(0, longestCause);
    this.ofTask = ofTask;
  }
}

/** The details of an event about it: fields that it does not have are left out. */
export function errorDetails({ error, cause }: StateError): { error?: string; cause?: string } {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}
