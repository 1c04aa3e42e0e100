import { Duration } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from './config.ts';
import { PrivateBucket } from './private-bucket.ts';
import type { StackFunction } from './stack-function.ts';
import type { WorkflowFunction } from './workflow-function.ts';

/** Where photos are uploaded: a versioned bucket that tells EventBridge, and the prefix in it. */
export class RawPhotos extends Construct {
  readonly bucket: IBucket;
  readonly prefix: string;

  constructor(
    scope: Construct,
    id: string,
    { rawBucket, rawBucketKey, rawPrefix }: Pick<Config, 'rawBucket' | 'rawBucketKey' | 'rawPrefix'>,
  ) {
    super(scope, id);
    const encryptionKey = rawBucketKey ? Key.fromKeyArn(this, 'Key', rawBucketKey) : undefined;
    this.prefix = rawPrefix;
    this.bucket = rawBucket
      ? Bucket.fromBucketAttributes(this, 'Bucket', { bucketName: rawBucket, encryptionKey })
      : this.#create(encryptionKey);
  }

  /** Without ListBucket S3 would say of a missing photo that access is denied. */
  allowRead(reader: WorkflowFunction): void {
    reader.allowInBucket(['s3:GetObject'], this.#photos, 'every photo under the prefix');
    reader.allowInBucket(['s3:ListBucket'], this.bucket.bucketArn);
    if (this.bucket.encryptionKey) reader.allow(['kms:Decrypt'], this.bucket.encryptionKey.keyArn);
  }

  /** Their keys, and no photo. */
  allowList(reader: StackFunction): void {
    reader.allowInBucket(['s3:ListBucket'], this.bucket.bucketArn);
  }

  /** Rekognition reads a photo with the permissions of its caller; of a versioned bucket, a version. */
  allowReadByRekognition(caller: WorkflowFunction): void {
    this.allowRead(caller);
    caller.allowInBucket(['s3:GetObjectVersion'], this.#photos, 'every photo under the prefix');
  }

  get #photos(): string {
    return this.bucket.arnForObjects(`${this.prefix}*`);
  }

  #create(encryptionKey: Bucket['encryptionKey']): PrivateBucket {
    const bucket = new PrivateBucket(this, 'Bucket', {
      versioned: true,
      encryptionKey,
      lifecycleRules: [
        {
          // A photo that a person deletes, or replaces, is gone a month later.
          noncurrentVersionExpiration: Duration.days(30),
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    });
    // CDK's eventBridgeEnabled would bring a Lambda function of its own, with wide permissions.
    (bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    return bucket;
  }
}
