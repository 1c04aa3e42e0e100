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
