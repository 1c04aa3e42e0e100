import { environmentOf } from '../../local/deployment.ts';
import { awsSettings } from '../connect/clients.ts';
import type { Target, TargetOptions } from '../connect.ts';
import type { DeployedStateMachine } from './state-machine.ts';

/**
 * Similarity in percent from which a face is known where an execution names none; undefined where its function has
 * none set. Throws what Lambda answered.
 */
export async function deployedThreshold(
  { kind, deployment }: Target,
  options: TargetOptions,
  { states }: DeployedStateMachine,
): Promise<number | undefined> {
  const variables =
    kind === 'aws'
      ? await readVariables(String(states.DetectFaces?.Resource), { ...options, region: deployment.region })
      : environmentOf(['FACE_MATCH_THRESHOLD']);
  const threshold = variables.FACE_MATCH_THRESHOLD;
  return threshold === undefined ? undefined : Number(threshold);
}

async function readVariables(functionArn: string, options: TargetOptions): Promise<Record<string, string>> {
  const { GetFunctionConfigurationCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const lambda = new LambdaClient(awsSettings(options));
  try {
    const { Environment } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionArn }),
    );
    return Environment?.Variables ?? {};
  } finally {
    lambda.destroy();
  }
}
