import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { readReprocessDefinition } from '../statemachine/definition.ts';
import { reprocessMachineName } from '../statemachine/deployment.ts';
import { acknowledgeWildcard } from './acknowledge.ts';
import type { Config } from './config.ts';
import { period } from './photo-metrics.ts';
import type { SelectPhotos } from './select-photos.ts';
import type { Summarise } from './summarise.ts';
import type { Thumbs } from './thumbs.ts';

export interface ReprocessProps {
  readonly config: Pick<Config, 'stackName' | 'logRetentionDays'>;
  /** MatchFaces. */
  readonly workflow: StateMachine;
  readonly selectPhotos: SelectPhotos;
  readonly summarise: Summarise;
  readonly thumbs: Thumbs;
}

/** The state machine that runs many photos through the workflow again. */
export class Reprocess extends StateMachine {
  /** Runs that failed, and not because of their input. */
  readonly failed: Metric;
  readonly #name: string;

  constructor(scope: Construct, id: string, props: ReprocessProps) {
    const { config, workflow, selectPhotos, summarise, thumbs } = props;
    const { stackName, logRetentionDays } = config;
    const name = reprocessMachineName(stackName);
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      logGroupName: `/aws/vendedlogs/states/${name}`,
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(readReprocessDefinition(), undefined, 2)),
      definitionSubstitutions: {
        SelectPhotosArn: selectPhotos.functionArn,
        SummariseArn: summarise.functionArn,
        MatchFacesArn: workflow.stateMachineArn,
      },
      tracingEnabled: true,
      // As the workflow itself: every step and every error with its cause, without the states' data.
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
    this.#name = name;
    acknowledgeWildcard(this, '*', 'X-Ray and the delivery of logs take no resource');
    for (const each of [selectPhotos, summarise]) each.grantInvokeLatestVersion(this);
    thumbs.allowMapRun(this);
    this.#allowChildren();
    this.#allowExecutionsOf(workflow, stackName);
    this.failed = this.#countFailures(stackName, logGroup);
  }

  /** A Map Run's children are executions of this machine. Its ARN is formatted, for a policy that referred to it would be circular. */
  #allowChildren(): void {
    this.#allow(['states:StartExecution'], this.#arn('stateMachine', this.#name));
    const executions = this.#arn('execution', `${this.#name}:*`);
    const children = this.#arn('execution', `${this.#name}/Photos:*`);
    // AWS's documentation names the first for both, although a child's ARN is of the second.
    this.#allow(['states:DescribeExecution', 'states:StopExecution'], executions);
    this.#allow(['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'], children);
    for (const each of [executions, children]) acknowledgeWildcard(this, each, 'the children of every run');
  }

  /** Step Functions learns by a rule of its own, which it makes in the account, when an execution that it waits for ends. */
  #allowExecutionsOf(workflow: StateMachine, machineName: string): void {
    this.#allow(['states:StartExecution'], workflow.stateMachineArn);
    const executions = this.#arn('execution', `${machineName}:*`);
    this.#allow(['states:DescribeExecution', 'states:StopExecution'], executions);
    acknowledgeWildcard(this, executions, 'the execution of every photo');
    this.#allow(
      ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      Stack.of(this).formatArn({
        service: 'events',
        resource: 'rule',
        resourceName: 'StepFunctionsGetEventsForStepFunctionsExecutionRule',
      }),
    );
  }

  #allow(actions: string[], resource: string): void {
    this.addToRolePolicy(new PolicyStatement({ actions, resources: [resource] }));
  }

  #arn(resource: string, resourceName: string): string {
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    return Stack.of(this).formatArn({ service: 'states', resource, resourceName, arnFormat });
  }

  /** By the log, in which the run is told from its children, whose photos are red for reasons of their own. */
  #countFailures(stackName: string, logGroup: LogGroup): Metric {
    const runs = this.#arn('execution', `${this.#name}:*`);
    return new MetricFilter(this, 'Failed', {
      logGroup,
      filterPattern: FilterPattern.literal(
        `{ ($.type = "ExecutionFailed") && ($.execution_arn = "${runs}") && ($.details.error != "InvalidInput") }`,
      ),
      metricNamespace: 'MatchFaces',
      metricName: `RunsFailed-${stackName}`,
      metricValue: '1',
    }).metric({ statistic: 'Sum', period });
  }
}
