import { Duration } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { workingCopyPrefix } from '../lambdas/shared/thumbs.ts';
import type { Config } from './config.ts';
import { PrivateBucket } from './private-bucket.ts';
import type { WorkflowFunction } from './workflow-function.ts';

/** An execution can be redriven for 14 days, and then reads its working copy again. */
const workingCopyDays = 15;

/** Where crops of faces are stored, and working copies of photos that Rekognition does not take as they are. */
export class Thumbs extends Construct {
  readonly bucket: IBucket;
  readonly prefix: string;

  constructor(
    scope: Construct,
    id: string,
    props: Pick<Config, 'thumbsBucket' | 'thumbsBucketKey' | 'thumbsPrefix' | 'thumbsExpiryDays'>,
  ) {
    super(scope, id);
    const { thumbsBucket, thumbsBucketKey, thumbsPrefix } = props;
    const encryptionKey = thumbsBucketKey ? Key.fromKeyArn(this, 'Key', thumbsBucketKey) : undefined;
    this.prefix = thumbsPrefix;
    this.bucket = thumbsBucket
      ? Bucket.fromBucketAttributes(this, 'Bucket', { bucketName: thumbsBucket, encryptionKey })
      : this.#create(encryptionKey, props.thumbsExpiryDays);
  }

  allowWriteCrops(writer: WorkflowFunction): void {
    const crops = this.bucket.arnForObjects(`${this.prefix}*`);
    writer.allow(['s3:PutObject'], crops, 'every crop under the prefix');
    this.#allowKey(writer, 'kms:GenerateDataKey');
  }

  /** Without ListBucket S3 would say of an expired working copy that access is denied. */
  allowReadWorkingCopies(reader: WorkflowFunction): void {
    reader.allow(['s3:GetObject'], this.#workingCopies, 'every working copy under the prefix');
    reader.allow(['s3:ListBucket'], this.bucket.bucketArn);
    this.#allowKey(reader, 'kms:Decrypt');
  }

  /** Rekognition reads a copy with the permissions of its caller; of a versioned bucket, a version. */
  allowMakeWorkingCopies(maker: WorkflowFunction): void {
    const actions = ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion'];
    maker.allow(actions, this.#workingCopies, 'every working copy under the prefix');
    this.#allowKey(maker, 'kms:GenerateDataKey');
    this.#allowKey(maker, 'kms:Decrypt');
  }

  get #workingCopies(): string {
    const { bucket, prefix } = this;
    return bucket.arnForObjects(`${workingCopyPrefix({ bucket: bucket.bucketName, prefix })}*`);
  }

  #create(encryptionKey: Bucket['encryptionKey'], expiryDays: number | undefined): PrivateBucket {
    const prefix = this.prefix;
    return new PrivateBucket(this, 'Bucket', {
      versioned: false,
      encryptionKey,
      lifecycleRules: [
        {
          prefix: workingCopyPrefix({ bucket: '', prefix }),
          expiration: Duration.days(workingCopyDays),
        },
        ...(expiryDays ? [{ prefix, expiration: Duration.days(expiryDays) }] : []),
      ],
    });
  }

  #allowKey(user: WorkflowFunction, action: string): void {
    if (this.bucket.encryptionKey) user.allow([action], this.bucket.encryptionKey.keyArn);
  }
}
