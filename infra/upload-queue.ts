import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { startMatch, uploadBatches } from '../lambdas/functions.ts';
import type { RawPhotos } from './raw-photos.ts';
import { type FunctionConfig, StackFunction } from './stack-function.ts';

export interface UploadQueueProps {
  readonly config: FunctionConfig;
  readonly rawPhotos: RawPhotos;
  readonly workflow: IStateMachine;
  readonly startsPerSecond: string;
  /** Keeps the uploads that could start none. */
  readonly undelivered: Queue;
}

/** Of a message, until Lambda gets it again after a failure: six times what the function may run, as AWS advises. */
const visibilityTimeout = Duration.seconds(6 * startMatch.timeoutSeconds);

/** About a day of tries, as long as EventBridge would try. */
const maxReceiveCount = Math.floor(Duration.days(1).toSeconds() / visibilityTimeout.toSeconds());

/**
 * Lets uploads wait until their executions may start. A function behind the rule itself would lose them: Lambda tries
 * three times in three minutes what it is handed by an event, and neither EventBridge's retries nor its queue of what
 * is undelivered would see that. Nor could it keep to a rate.
 */
export class UploadQueue extends Construct {
  readonly waiting: Queue;
  readonly starter: StackFunction<typeof startMatch>;

  constructor(scope: Construct, id: string, props: UploadQueueProps) {
    super(scope, id);
    const { config, rawPhotos, workflow, startsPerSecond, undelivered } = props;
    // Stacks of 0.1.0 with the setting openExecutions have it under this very id, with uploads in it.
    this.waiting = new Queue(this, 'Waiting', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout,
      deadLetterQueue: { queue: undelivered, maxReceiveCount },
      // A deployment that is rolled back, or goes back to 0.1.0, takes it out of the stack: what waits must not be lost.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.starter = new StackFunction(this, 'StartMatch', startMatch, {
      config,
      environment: {
        RAW_PREFIX: rawPhotos.prefix,
        STATE_MACHINE_ARN: workflow.stateMachineArn,
        STARTS_PER_SECOND: startsPerSecond,
      },
    });
    const receive = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    this.starter.allow(receive, this.waiting.queueArn);
    this.starter.allow(['states:StartExecution'], workflow.stateMachineArn);
    const source = new EventSourceMapping(this, 'Source', {
      target: this.starter,
      eventSourceArn: this.waiting.queueArn,
      batchSize: uploadBatches.size,
      reportBatchItemFailures: true,
      maxConcurrency: uploadBatches.atOnce,
    });
    // Lambda looks, when it connects the two, whether the role may receive.
    source.node.addDependency(this.starter.role!.node.findChild('DefaultPolicy'));
  }
}
