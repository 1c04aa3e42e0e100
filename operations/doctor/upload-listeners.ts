import {
  GetBucketNotificationConfigurationCommand,
  type GetBucketNotificationConfigurationCommandOutput,
  type NotificationConfigurationFilter,
  type S3Client,
} from '@aws-sdk/client-s3';

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
