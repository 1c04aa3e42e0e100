import {
  GetBucketNotificationConfigurationCommand,
  type GetBucketNotificationConfigurationCommandOutput,
  type NotificationConfigurationFilter,
  type S3Client,
} from '@aws-sdk/client-s3';
import { awsCommand, deployCommand } from '../command-line.ts';
import { disposable } from '../connect/clients.ts';
import { type Check, type Connected, failed, settingsOf, warning, well } from './check.ts';

/** That the raw bucket tells EventBridge of uploads; without that none starts an execution. */
export const eventBridgeSwitch: Check = {
  name: 'EventBridge switch',
  actions: ['s3:GetBucketNotification'],
  async examine(connected) {
    const { rawBucket: bucket, rawPrefix } = connected.target.deployment;
    const key = `${rawPrefix}party.jpg`;
    const { eventBridge, others } = await readUploadListeners(connected.target.s3, { bucket, key });
    if (!eventBridge) {
      return failed(
        `${bucket} does not tell EventBridge: uploads start no execution`,
        switchOn(connected, bucket),
      );
    }
    if (others.length > 0) {
      return warning(
        `${bucket} tells EventBridge, and also ${others.join(', ')}: the same photo is processed there, too`,
        `if that is not meant, delete the notification in the bucket's properties, in the S3 console`,
      );
    }
    return well(`${bucket} tells EventBridge of uploads`);
  },
};

/** A put replaces the whole configuration: what is there goes with it, and nothing is put if it cannot be read. */
function switchOn(connected: Connected, bucket: string): string {
  const get = awsCommand(connected.options, `s3api get-bucket-notification-configuration --bucket ${bucket}`);
  const put = awsCommand(connected.options, `s3api put-bucket-notification-configuration --bucket ${bucket}`);
  const merge = `jq -s '(.[0] // {}) + {EventBridgeConfiguration: {}}'`;
  return `before=$(${get}) && ${put} --notification-configuration "$(printf %s "$before" | ${merge})"`;
}

export interface UploadListeners {
  /** Whether the bucket tells EventBridge, of which this project's rule is a part. */
  readonly eventBridge: boolean;
  /** ARNs of the functions, queues and topics that S3 itself tells of an upload with that key. */
  readonly others: readonly string[];
}

/** Who is told when `key` is uploaded. Who listens behind EventBridge is not known here. Throws what S3 answered. */
export async function readUploadListeners(
  s3: S3Client,
  { bucket, key }: { bucket: string; key: string },
): Promise<UploadListeners> {
  const answer = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket }));
  return {
    eventBridge: answer.EventBridgeConfiguration !== undefined,
    others: notifications(answer)
      .filter(({ Events = [], Filter }) => Events.some(isUpload) && concerns(Filter, key))
      .map(({ arn }) => arn),
  };
}

const notifications = ({
  LambdaFunctionConfigurations = [],
  QueueConfigurations = [],
  TopicConfigurations = [],
}: GetBucketNotificationConfigurationCommandOutput) => [
  ...LambdaFunctionConfigurations.map((each) => ({ ...each, arn: each.LambdaFunctionArn! })),
  ...QueueConfigurations.map((each) => ({ ...each, arn: each.QueueArn! })),
  ...TopicConfigurations.map((each) => ({ ...each, arn: each.TopicArn! })),
];

const isUpload = (event: string): boolean => event.startsWith('s3:ObjectCreated:');

/** A rule's name comes in either case. */
const concerns = (filter: NotificationConfigurationFilter | undefined, key: string): boolean =>
  (filter?.Key?.FilterRules ?? []).every(({ Name, Value = '' }) =>
    Name?.toLowerCase() === 'suffix' ? key.endsWith(Value) : key.startsWith(Value),
  );

/** That somebody takes uploads out of the queue. */
export const uploadQueue: Check = {
  name: 'upload queue',
  actions: ['lambda:ListEventSourceMappings'],
  async examine(connected) {
    const { uploadStarter: starter } = connected.target.deployment;
    if (!starter)
      return well('none: in a stack of an earlier version each upload starts its execution at once');
    const { LambdaClient, ListEventSourceMappingsCommand } = await import('@aws-sdk/client-lambda');
    using lambda = disposable(new LambdaClient(settingsOf(connected)));
    const request = new ListEventSourceMappingsCommand({ FunctionName: starter });
    const [source] = (await lambda.send(request)).EventSourceMappings ?? [];
    if (!source) {
      return failed(
        `nothing gives ${starter} the uploads that wait: none starts an execution`,
        deployCommand(connected.options, connected.target.deployment),
      );
    }
    if (source.State === 'Disabled' || source.State === 'Disabling') {
      return failed(
        `${starter} gets no uploads, its source is ${source.State}: they wait, and start nothing`,
        awsCommand(connected.options, `lambda update-event-source-mapping --uuid ${source.UUID} --enabled`),
      );
    }
    return well(`${starter} starts their executions, in batches of ${source.BatchSize}`);
  },
};
