import type { FunctionConfiguration, LambdaClient } from '@aws-sdk/client-lambda';
import { functions } from '../../../lambdas/functions.ts';
import { readEnvironment, type Variable } from '../../../lambdas/shared/environment.ts';
import type { FunctionName } from '../../../statemachine/definition.ts';
import type { Deployment } from '../../../statemachine/deployment.ts';

import { awsSettings } from '../aws-settings.ts';
import { type Check, failed, well } from '../check.ts';
import { type DeployedStateMachine, readStateMachine } from '../deployed-definition.ts';
import { deployCommand } from '../mending-command.ts';

const names = Object.keys(functions) as FunctionName[];

/** That the functions that the state machine calls are there, and work on what the stack's outputs name. */
export const functionEnvironments: Check = {
  name: 'functions',
  actions: ['states:DescribeStateMachine', 'lambda:GetFunctionConfiguration'],
  async examine({ target, options }) {
    const { LambdaClient } = await import('@aws-sdk/client-lambda');
    const lambda = new LambdaClient({ ...awsSettings(options), region: target.deployment.region });
    try {
      const machine = await readStateMachine(target.sfn, target.deployment.stateMachineArn);
      const faults: string[] = [];
      for (const name of names) {
        const configuration = await describe(lambda, functionArn(machine, name));
        faults.push(...findFaults(name, configuration, target.deployment));
      }
      if (faults.length > 0) return failed(faults.join('; '), deployCommand(options));
      return well(`${names.join(', ')} agree with the outputs`);
    } finally {
      lambda.destroy();
    }
  },
};

/** State and function have one name. */
const functionArn = ({ states }: DeployedStateMachine, name: FunctionName): string =>
  String(states[name]?.Resource);

/** Undefined when there is no such function. */
async function describe(lambda: LambdaClient, arn: string): Promise<FunctionConfiguration | undefined> {
  const { GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda');
  try {
    return await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: arn }));
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    return undefined;
  }
}

function findFaults(
  name: FunctionName,
  configuration: FunctionConfiguration | undefined,
  deployment: Deployment,
): string[] {
  if (!configuration) return [`there is no function ${name}`];
  const { State, StateReason, Environment } = configuration;
  if (State === 'Failed') return [`${name} cannot run: ${StateReason}`];
  if (Environment?.Error) return [`${name} cannot read its environment: ${Environment.Error.Message}`];
  return functions[name].variables.flatMap((variable) =>
    findFault(variable, Environment?.Variables ?? {}, deployment).map((fault) => `${name}: ${fault}`),
  );
}

function findFault(
  variable: Variable,
  variables: Readonly<Record<string, string>>,
  deployment: Deployment,
): string[] {
  const expected = outputs(deployment)[variable];
  try {
    const value = readEnvironment([variable], variables)[variable];
    if (expected === undefined || value === expected) return [];
    return [`Expected "${expected}" for ${variable}, as the stack puts out, got "${value}"`];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** What the outputs say of a function's variables; they tell no threshold. */
const outputs = (deployment: Deployment): Partial<Record<Variable, string>> => ({
  REKOGNITION_COLLECTION_ID: deployment.collectionId,
  PHOTOS_TABLE: deployment.photosTable,
  RAW_BUCKET: deployment.rawBucket,
  RAW_PREFIX: deployment.rawPrefix,
  THUMBS_BUCKET: deployment.thumbsBucket,
  THUMBS_PREFIX: deployment.thumbsPrefix,
});
