import { Duration } from 'aws-cdk-lib';
import { EventField, type IRuleTarget, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { forAccount } from './account.ts';
import { acknowledge } from './acknowledge.ts';
import type { RawPhotos } from './raw-photos.ts';
import type { FunctionConfig } from './stack-function.ts';
import { UploadQueue } from './upload-queue.ts';

export interface UploadTriggerProps {
  readonly config: FunctionConfig & { readonly openExecutions?: number };
  readonly rawPhotos: RawPhotos;
  readonly workflow: IStateMachine;
}

/** EventBridge's own most: what is throttled gets through within a day. */
const delivery = { maxEventAge: Duration.hours(24), retryAttempts: 185 };

/** Starts an execution for every photo uploaded under the prefix; keeps the events that could start none. */
export class UploadTrigger extends Construct {
  readonly undelivered: Queue;
  /** Only where so many executions may be open. */
  readonly queue?: UploadQueue;

  constructor(scope: Construct, id: string, { config, rawPhotos, workflow }: UploadTriggerProps) {
    super(scope, id);
    this.undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest there is: time to mend and to replay.
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.undelivered, 'SQS3', 'It is a dead-letter queue itself');
    const { undelivered } = this;
    const { openExecutions } = config;
    if (openExecutions) {
      this.queue = new UploadQueue(this, 'Queue', { config, workflow, openExecutions, undelivered });
    }
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
      targets: [this.#target(workflow)],
    });
  }

  #target(workflow: IStateMachine): IRuleTarget {
    const { queue, undelivered: deadLetterQueue } = this;
    if (queue) return new SqsQueue(queue.waiting, { ...delivery, deadLetterQueue });
    const input = RuleTargetInput.fromObject({
      bucket: EventField.fromPath('$.detail.bucket.name'),
      key: EventField.fromPath('$.detail.object.key'),
    });
    // CDK's own would let EventBridge take it for a rule of any account.
    const assumedBy = new ServicePrincipal('events.amazonaws.com', { conditions: forAccount(this) });
    const role = new Role(this, 'Role', { assumedBy });
    return new SfnStateMachine(workflow, { ...delivery, deadLetterQueue, input, role });
  }
}
