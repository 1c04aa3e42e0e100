import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { type FunctionName, readDefinition } from '../statemachine/definition.ts';
import { acknowledgeWildcard } from './acknowledge.ts';
import type { Config } from './config.ts';
import type { WorkflowFunction } from './workflow-function.ts';

export interface WorkflowProps {
  readonly config: Pick<Config, 'stackName' | 'logRetentionDays' | 'indexFacesFunctionArn'>;
  readonly functions: Readonly<Record<FunctionName, WorkflowFunction>>;
}

/** The state machine. */
export class Workflow extends StateMachine {
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { config, functions }: WorkflowProps) {
    const { stackName, indexFacesFunctionArn } = config;
    const definition = readDefinition({ withStage: indexFacesFunctionArn !== undefined });
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      // Under this prefix Step Functions needs no entry in the account's one policy for log groups, which is short.
      logGroupName: `/aws/vendedlogs/states/${stackName}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      stateMachineName: stackName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition, undefined, 2)),
      definitionSubstitutions: {
        ...Object.fromEntries(
          Object.entries(functions).map(([name, { functionArn }]) => [`${name}Arn`, functionArn]),
        ),
        ...(indexFacesFunctionArn && { IndexFacesArn: indexFacesFunctionArn }),
      },
      tracingEnabled: true,
      logs: {
        destination: logGroup,
        // Every step and every error with its cause, for alarms and for who mends it. Without the states' data,
        // which hold where in a photo whose face is: they stay in the execution's history.
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    this.logGroup = logGroup;
    acknowledgeWildcard(this, '*', 'X-Ray and the delivery of logs take no resource');
    for (const each of Object.values(functions)) each.grantInvokeLatestVersion(this);
    if (indexFacesFunctionArn) this.#allowInvoke(indexFacesFunctionArn);
  }

  #allowInvoke(functionArn: string): void {
    this.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
    );
  }
}
