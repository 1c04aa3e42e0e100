/**
 * The errors of services, network and Lambda that a later attempt can get past, under the names by which
 * they reach the state machine. match-faces.asl.json retries exactly these; a test compares the two.
 */

/** Too much at once: Rekognition, S3, DynamoDB and KMS, then Lambda's own concurrency. */
export const throttles = [
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'SlowDown',
  'Lambda.TooManyRequestsException',
] as const;

/** A fault on the way or on the other side. */
export const transients = [
  'InternalServerError',
  'InternalError',
  'ServiceUnavailable',
  'RequestTimeout',
  'TransactionConflictException',
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
] as const;

/** The function did not answer: it was too slow, or its process ended. */
export const lostInvocations = [
  'States.Timeout',
  'Sandbox.Timedout',
  'Lambda.Unknown',
  'Runtime.ExitError',
] as const;

const retryable: ReadonlySet<string> = new Set([...throttles, ...transients]);

export const isRetryable = (name: string): boolean => retryable.has(name);
