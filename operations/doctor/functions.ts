import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { searchSeconds } from '../../lambdas/detect-faces/take-turn.ts';
import { functions, reprocessFunctions } from '../../lambdas/functions.ts';
import { readEnvironment, type Variable } from '../../lambdas/shared/environment.ts';
import { accountOf, type Deployment } from '../../statemachine/deployment.ts';
import { mostFacesAtOnce } from '../../statemachine/payloads.ts';
import { awsCommand, deployCommand } from '../command-line.ts';
import { disposable } from '../connect/clients.ts';
import { type Check, failed, ifThere, settingsOf, warning, well } from './check.ts';
import { type DeployedStateMachine, readStateMachine } from './state-machine.ts';

const allFunctions = { ...functions, ...reprocessFunctions };
const names = Object.keys(allFunctions) as (keyof typeof allFunctions)[];

/** That the functions that the state machines call are there, and work on what the stack's outputs name. */
export const functionEnvironments: Check = {
  name: 'functions',
  actions: ['states:DescribeStateMachine', 'lambda:GetFunctionConfiguration'],
  async examine(connected) {
    const { sfn, deployment } = connected.target;
    const { GetFunctionConfigurationCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
    using lambda = disposable(new LambdaClient(settingsOf(connected)));
    const { stateMachineArn, reprocessMachineArn } = deployment;
    const arns = [stateMachineArn, ...(reprocessMachineArn ? [reprocessMachineArn] : [])];
    const machines = await Promise.all(arns.map((arn) => readStateMachine(sfn, arn)));
    const states: DeployedStateMachine['states'] = Object.assign({}, ...machines.map(({ states }) => states));
    const called = names.filter((name) => reprocessMachineArn || name in functions);
    const faults: string[] = [];
    for (const name of called) {
      // State and function have one name.
      const request = new GetFunctionConfigurationCommand({ FunctionName: String(states[name]?.Resource) });
      const configuration = await ifThere(lambda.send(request), 'ResourceNotFoundException');
      faults.push(...findFaults(name, configuration, deployment));
    }
    if (faults.length > 0)
      return failed(faults.join('; '), deployCommand(connected.options, connected.target.deployment));
    return well(`${called.join(', ')} agree with the outputs`);
  },
};

function findFaults(
  name: keyof typeof allFunctions,
  configuration: FunctionConfiguration | undefined,
  deployment: Deployment,
): string[] {
  if (!configuration) return [`there is no function ${name}`];
  const { State, StateReason, Environment } = configuration;
  if (State === 'Failed') return [`${name} cannot run: ${StateReason}`];
  if (Environment?.Error) return [`${name} cannot read its environment: ${Environment.Error.Message}`];
  return allFunctions[name].variables.flatMap((variable) =>
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
    if (expected === undefined || String(value) === expected) return [];
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
  BUCKET_OWNER: accountOf(deployment),
  PACE_TABLE: deployment.paceTable,
  SEARCHES_PER_SECOND: deployment.searchesPerSecond,
});

/** How many functions may run at once: a new account may have 10, where others have 1,000. */
export const lambdaConcurrency: Check = {
  name: 'Lambda concurrency',
  actions: ['lambda:GetAccountSettings'],
  async examine(connected) {
    const { GetAccountSettingsCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
    using lambda = disposable(new LambdaClient(settingsOf(connected)));
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand());
    const { ConcurrentExecutions: all = 0, UnreservedConcurrentExecutions: free = 0 } = AccountLimit ?? {};
    const message = `${free} functions at once, of ${all} in the account`;
    const pace = Number(connected.target.deployment.searchesPerSecond);
    const needed = pace > 0 ? Math.ceil(pace * searchSeconds) : mostFacesAtOnce;
    if (free >= needed) return well(message);
    const served = (free / searchSeconds).toFixed(0);
    return warning(
      `${message}: enough for about ${served} searches a second, fewer than ${pace > 0 ? `the ${pace} that the clock allows` : `the ${needed} faces of one photo at once`}; the others are tried again`,
      awsCommand(
        connected.options,
        'service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000',
      ),
    );
  },
};
