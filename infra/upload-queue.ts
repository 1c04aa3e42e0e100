import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { uploadStarter } from '../lambdas/functions.ts';
import { type FunctionConfig, StackFunction } from './stack-function.ts';

export interface UploadQueueProps {
  readonly config: FunctionConfig;
  readonly workflow: IStateMachine;
  /** Executions of uploads that are open at once. */
  readonly openExecutions: number;
  /** Keeps the uploads that could start none. */
  readonly undelivered: Queue;
}

/** Of a message, until Lambda gets it again after a failure: it has to be longer than the function may run. */
const visibilityTimeout = Duration.seconds(uploadStarter.timeoutSeconds + 30);

/** About a day of tries, as long as EventBridge would try. */
const maxReceiveCount = Math.floor(Duration.days(1).toSeconds() / visibilityTimeout.toSeconds());

/**
 * Lets uploads wait while many executions are open. Each is started by a function that returns when its execution
 * has ended, and Lambda runs only so many of those at once: that is the bound.
 */
export class UploadQueue extends Construct {
  readonly waiting: Queue;
  readonly starter: StackFunction<typeof uploadStarter>;

  constructor(scope: Construct, id: string, props: UploadQueueProps) {
    super(scope, id);
    const { config, workflow, openExecutions, undelivered } = props;
    this.waiting = new Queue(this, 'Waiting', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout,
      deadLetterQueue: { queue: undelivered, maxReceiveCount },
      // A deployment without openExecutions takes the queue out of the stack: what waits in it must not be lost.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.starter = new StackFunction(this, 'StartExecution', uploadStarter, {
      config,
      environment: { STATE_MACHINE_ARN: workflow.stateMachineArn },
    });
    this.#allow(props);
    const source = new EventSourceMapping(this, 'Source', {
      target: this.starter,
      eventSourceArn: this.waiting.queueArn,
      batchSize: 1,
      maxConcurrency: openExecutions,
    });
    // Lambda looks, when it connects the two, whether the role may receive.
    source.node.addDependency(this.starter.role!.node.findChild('DefaultPolicy'));
  }

  #allow({ config, workflow }: UploadQueueProps): void {
    const { starter, waiting } = this;
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${config.stackName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const receive = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    starter.allow(receive, waiting.queueArn);
    starter.allow(['states:StartExecution'], workflow.stateMachineArn);
    starter.allow(['states:DescribeExecution'], executions, 'every execution of the workflow');
  }
}
