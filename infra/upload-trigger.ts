import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { RawPhotos } from './raw-photos.ts';
import type { FunctionConfig } from './stack-function.ts';
import { UploadQueue } from './upload-queue.ts';

export interface UploadTriggerProps {
  readonly config: FunctionConfig;
  readonly rawPhotos: RawPhotos;
  readonly workflow: IStateMachine;
  readonly startsPerSecond: string;
}

/** EventBridge's own most: what is throttled gets through within a day. */
const delivery = { maxEventAge: Duration.hours(24), retryAttempts: 185 };

/** Queues every photo uploaded under the prefix, to have its execution started; keeps the events that started none. */
export class UploadTrigger extends Construct {
  readonly undelivered: Queue;
  readonly queue: UploadQueue;

  constructor(scope: Construct, id: string, props: UploadTriggerProps) {
    super(scope, id);
    const { rawPhotos } = props;
    this.undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest there is: time to mend and to replay.
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.undelivered, 'SQS3', 'It is a dead-letter queue itself');
    const { undelivered } = this;
    this.queue = new UploadQueue(this, 'Queue', { ...props, undelivered });
    new Rule(this, 'PhotoUploaded', {
      description: `A photo was uploaded under ${rawPhotos.prefix}`,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [rawPhotos.bucket.bucketName] },
          // A folder made in the S3 console is an object without bytes.
          object: { key: [{ prefix: rawPhotos.prefix }], size: [{ numeric: ['>', 0] }] },
        },
      },
      targets: [new SqsQueue(this.queue.waiting, { ...delivery, deadLetterQueue: undelivered })],
    });
  }
}
