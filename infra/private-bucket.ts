import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface PrivateBucketProps {
  readonly versioned: boolean;
  /** S3's own key, unless given. */
  readonly encryptionKey?: IKey;
  readonly lifecycleRules: LifecycleRule[];
}

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  // Photos of people are deleted by people, never by a deployment.
  removalPolicy: RemovalPolicy.RETAIN,
};

/** A bucket for photos of people: encrypted, closed to the public, SSL only, its reads and writes logged. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, { encryptionKey, ...props }: PrivateBucketProps) {
    super(scope, id, {
      ...closed,
      ...props,
      ...(encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      serverAccessLogsBucket: accessLogs(Stack.of(scope)),
      serverAccessLogsPrefix: `${scope.node.id}/`,
    });
    // The buckets stay when the stack goes: so does what keeps them SSL only, and their log written.
    this.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}

/** The stack's one bucket of access logs, made with its first private bucket. */
function accessLogs(stack: Stack): Bucket {
  const existing = stack.node.tryFindChild('AccessLogs');
  if (existing) return existing as Bucket;
  const logs = new Bucket(stack, 'AccessLogs', {
    ...closed,
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ expiration: Duration.days(90) }],
  });
  logs.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return logs;
}
