import { devNull } from 'node:os';
import { region } from '../account.ts';
import { accessKeyIdOf } from '../gateway/call.ts';

/** A Lambda function as it is configured. */
export interface LocalFunction {
  /**
   * Path of the module that exports `handler`: TypeScript, or JavaScript as it is built for AWS; or what makes it
   * when the first sandbox starts.
   */
  readonly handlerFile: string | (() => Promise<string>);
  readonly timeoutSeconds: number;
  readonly memoryMB: number;
  /** Its own environment variables. */
  readonly environment: Readonly<Record<string, string>>;
}

/** All that a sandbox finds in `process.env`: the function's own variables and Lambda's, nothing of this machine. */
export function sandboxEnvironment(
  functionName: string,
  { environment, memoryMB }: LocalFunction,
  { endpoint, logStreamName }: { endpoint: string; logStreamName: string },
): Record<string, string> {
  return {
    ...environment,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyIdOf(functionName),
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_ENDPOINT_URL: endpoint,
    // The SDK would look for the profiles of whoever is logged in here.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMB),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
  };
}
