import { Duration } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { workingPrefix } from '../lambdas/shared/thumbs.ts';
import { workingFileDays } from '../lambdas/shared/working-file-days.ts';
import type { Config } from './config.ts';
import { PrivateBucket } from './private-bucket.ts';
import type { WorkflowFunction } from './workflow-function.ts';

/** Where crops of faces are stored, and what an execution needs meanwhile: cutouts, and working copies of photos. */
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
    writer.allowInBucket(['s3:PutObject'], crops, 'every crop under the prefix');
    // They lie under the prefix of the crops, and only DetectFaces makes them.
    writer.deny(['s3:PutObject'], this.#workingFiles);
    this.#allowKey(writer, 'kms:GenerateDataKey');
  }

  /** Without ListBucket S3 would say of expired cutouts that access is denied. */
  allowReadCutouts(reader: WorkflowFunction): void {
    reader.allowInBucket(['s3:GetObject'], this.#workingFiles, 'the cutouts of every photo');
    reader.allowInBucket(['s3:ListBucket'], this.bucket.bucketArn);
    this.#allowKey(reader, 'kms:Decrypt');
  }

  /** Rekognition reads a copy with the permissions of its caller; of a versioned bucket, a version. */
  allowWriteWorkingFiles(maker: WorkflowFunction): void {
    const actions = ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion'];
    maker.allowInBucket(actions, this.#workingFiles, 'the working copies and cutouts of every photo');
    this.#allowKey(maker, 'kms:GenerateDataKey');
    this.#allowKey(maker, 'kms:Decrypt');
  }

  get #workingFiles(): string {
    const { bucket, prefix } = this;
    return bucket.arnForObjects(`${workingPrefix({ bucket: bucket.bucketName, prefix })}*`);
  }

  #create(encryptionKey: Bucket['encryptionKey'], expiryDays: number | undefined): PrivateBucket {
    const prefix = this.prefix;
    return new PrivateBucket(this, 'Bucket', {
      versioned: false,
      encryptionKey,
      lifecycleRules: [
        {
          prefix: workingPrefix({ bucket: '', prefix }),
          expiration: Duration.days(workingFileDays),
        },
        ...(expiryDays ? [{ prefix, expiration: Duration.days(expiryDays) }] : []),
      ],
    });
  }

  #allowKey(user: WorkflowFunction, action: string): void {
    if (this.bucket.encryptionKey) user.allow([action], this.bucket.encryptionKey.keyArn);
  }
}
