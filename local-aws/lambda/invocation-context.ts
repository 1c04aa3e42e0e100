import type { Context } from 'aws-lambda';
import type { Invocation } from './sandbox-messages.ts';

/** The second argument of a handler, as Lambda's runtime for Node 24 makes it. */
export function invocationContext(
  { requestId, functionArn, deadline }: Invocation,
  environment: NodeJS.ProcessEnv,
): Omit<Context, 'done' | 'fail' | 'succeed'> {
  return {
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME!,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION!,
    invokedFunctionArn: functionArn,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE!,
    awsRequestId: requestId,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME!,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME!,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}
