/** How a function failed, as Lambda answers it and Step Functions shows it as the Cause. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** The shape Lambda's Node runtime gives to whatever a handler throws. */
export function describeThrown(thrown: unknown): FunctionError {
  if (!(thrown instanceof Error))
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return {
    errorType: thrown.name,
    errorMessage: thrown.message,
    trace: thrown.stack?.split('\n') ?? [],
  };
}

/** The name Lambda's Node runtime gives to a handler's module that does not load. */
export function describeLoadFailure(thrown: unknown): FunctionError {
  const described = describeThrown(thrown);
  if (thrown instanceof SyntaxError) return { ...described, errorType: 'Runtime.UserCodeSyntaxError' };
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_MODULE_NOT_FOUND')
    return { ...described, errorType: 'Runtime.ImportModuleError' };
  return described;
}

export const timedOut = (requestId: string, seconds: number): FunctionError => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
});

/** `reason` is what Lambda says of the process: `exit status 1`, `signal: killed`. */
export const exited = (requestId: string, reason: string): FunctionError => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: ${requestId} Error: Runtime exited ${reason}`,
});

/** A response of Lambda may carry 6 MB and 100 bytes. */
const largestResponse = 6_291_556;

export function tooLargeToAnswer(response: string): FunctionError | undefined {
  if (Buffer.byteLength(response) <= largestResponse) return undefined;
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${largestResponse} bytes).`,
  };
}
