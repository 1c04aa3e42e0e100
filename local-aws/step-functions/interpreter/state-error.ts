/** AWS's limits, in characters. */
const longestError = 256;
const longestCause = 32_768;

/** A failed state: what Retry and Catch look at, and what the execution ends with when neither takes it. */
export class StateError extends Error {
  override readonly name = 'StateError';
  /** Absent for a Fail state that names none. */
  readonly error: string | undefined;
  override readonly cause: string | undefined;

  constructor(error: string | undefined, cause?: string) {
    super(`${error}: ${cause}`);
    this.error = error?.slice(0, longestError);
    this.cause = cause?.slice(0, longestCause);
  }
}

/** The details of an event about it: fields that it does not have are left out. */
export function errorDetails({ error, cause }: StateError): { error?: string; cause?: string } {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}
