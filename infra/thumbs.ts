import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { runFileDays, runsPrefix, workingPrefix } from '../lambdas/shared/thumbs.ts';
import { workingFileDays } from '../lambdas/shared/working-file-days.ts';
import { ofAccount } from './account.ts';
import { acknowledgeWildcard } from './acknowledge.ts';
import type { Config } from './config.ts';
import { PrivateBucket } from './private-bucket.ts';
import type { StackFunction } from './stack-function.ts';
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
    // They lie under the prefix of the crops, and only DetectFaces makes them, or a run.
    writer.deny(['s3:PutObject'], this.#workingFiles);
    writer.deny(['s3:PutObject'], this.#runFiles);
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

  /** A selection, and what a run makes of it; a list of keys that a person put there. */
  allowReadAndWriteRuns(user: StackFunction): void {
    user.allowInBucket(['s3:GetObject', 's3:PutObject'], this.#runFiles, 'the files of every run');
    this.#allowKey(user, 'kms:GenerateDataKey');
    this.#allowKey(user, 'kms:Decrypt');
  }

  /** Without ListBucket S3 would say of a list that is not there that access is denied. */
  allowListRuns(reader: StackFunction): void {
    reader.allowInBucket(['s3:ListBucket'], this.bucket.bucketArn);
  }

  /** A Map Run reads its items, and writes its results, in parts when they are many. */
  allowMapRun(machine: StateMachine): void {
    machine.addToRolePolicy(
      new PolicyStatement({
        actions: [
          ...['s3:GetObject', 's3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
        ],
        resources: [this.#runFiles],
        conditions: ofAccount(this),
      }),
    );
    acknowledgeWildcard(machine, this.#runFiles, 'the files of every run');
    const key = this.bucket.encryptionKey;
    if (!key) return;
    machine.addToRolePolicy(
      new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }),
    );
  }

  get #runFiles(): string {
    const { bucket, prefix } = this;
    return bucket.arnForObjects(`${runsPrefix({ bucket: bucket.bucketName, prefix })}*`);
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
        {
          prefix: runsPrefix({ bucket: '', prefix }),
          expiration: Duration.days(runFileDays),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
        ...(expiryDays ? [{ prefix, expiration: Duration.days(expiryDays) }] : []),
      ],
    });
  }

  #allowKey(user: StackFunction, action: string): void {
    if (this.bucket.encryptionKey) user.allow([action], this.bucket.encryptionKey.keyArn);
  }
}
