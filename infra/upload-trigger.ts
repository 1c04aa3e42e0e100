import { Duration } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { RawPhotos } from './raw-photos.ts';

export interface UploadTriggerProps {
  readonly rawPhotos: RawPhotos;
  readonly workflow: IStateMachine;
}

/** Starts an execution for every photo uploaded under the prefix; keeps the events that could start none. */
export class UploadTrigger extends Construct {
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { rawPhotos, workflow }: UploadTriggerProps) {
    super(scope, id);
    this.undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest there is: time to mend and to replay.
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.undelivered, 'SQS3', 'It is a dead-letter queue itself');
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
      targets: [
        new SfnStateMachine(workflow, {
          input: RuleTargetInput.fromObject({
            bucket: EventField.fromPath('$.detail.bucket.name'),
            key: EventField.fromPath('$.detail.object.key'),
          }),
          // EventBridge's own most: a throttled StartExecution gets through within a day.
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
          deadLetterQueue: this.undelivered,
        }),
      ],
    });
  }
}
