import { join } from 'node:path';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ofAccount } from '../../infra/account.ts';
import { acknowledgeWildcard } from '../../infra/acknowledge.ts';
import { bundling } from '../../infra/bundling.ts';
import type { Config } from '../../infra/config.ts';
import { functionName } from '../../infra/function-name.ts';
import { Rates } from '../../infra/rates.ts';
import { mostSeconds } from './work-off.ts';

const root = join(import.meta.dirname, '../..');

export interface IndexFacesStackProps extends StackProps {
  readonly config: Config & { readonly collectionId: string; readonly thumbsBucket: string };
  /** Of the function's own variables, those that differ from their defaults. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The stage as a function of its own, which `-c indexFacesFunctionArn=…` plugs into the workflow. */
export class IndexFacesStack extends Stack {
  constructor(scope: Construct, id: string, { config, variables = {}, ...props }: IndexFacesStackProps) {
    super(scope, id, { ...props, tags: config.tags });
    const name = functionName(config.stackName, 'IndexFaces');
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const paceTable = `${config.stackName}-Pace`;
    this.#allowStage(role, config, paceTable);
    const { searchesPerSecond } = new Rates(this, 'Rates', config);

    const stage = new NodejsFunction(this, 'IndexFaces', {
      functionName: name,
      entry: join(import.meta.dirname, 'handler.ts'),
      depsLockFilePath: join(root, 'package-lock.json'),
      projectRoot: root,
      runtime: Runtime.NODEJS_24_X,
      architecture: config.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      // Most of it is waiting for Rekognition.
      timeout: Duration.seconds(mostSeconds),
      memorySize: 256,
      environment: { SEARCHES_PER_SECOND: searchesPerSecond, PACE_TABLE: paceTable, ...variables },
      awsSdkConnectionReuse: false,
      role,
      logGroup,
      bundling: bundling(config.architecture, []),
    });
    new CfnOutput(this, 'IndexFacesFunctionArn', { value: stage.functionArn });
  }

  #allowStage(
    role: Role,
    { collectionId, thumbsBucket, thumbsPrefix, thumbsBucketKey }: Config,
    paceTable: string,
  ): void {
    const allow = (actions: string[], ...resources: string[]) =>
      role.addToPolicy(new PolicyStatement({ actions, resources }));
    const collection = (resourceName: string) =>
      this.formatArn({ service: 'rekognition', resource: 'collection', resourceName });
    allow(['rekognition:SearchFacesByImage', 'rekognition:IndexFaces'], collection(collectionId!));
    // Each holder of the lease has one of its own.
    const staging = collection(`${collectionId}-staging-*`);
    allow(
      ['CreateCollection', 'IndexFaces', 'SearchFaces', 'DeleteCollection'].map(
        (name) => `rekognition:${name}`,
      ),
      staging,
    );
    acknowledgeWildcard(role, staging, 'a collection for each holder of the lease');
    allow(
      ['dynamodb:UpdateItem'],
      this.formatArn({ service: 'dynamodb', resource: 'table', resourceName: paceTable }),
    );
    // Rekognition reads the crop with the function's permissions. A bucket's ARN does not say whose it is.
    const allowInBucket = (actions: string[], ...resources: string[]) =>
      role.addToPolicy(new PolicyStatement({ actions, resources, conditions: ofAccount(this) }));
    const bucket = Bucket.fromBucketName(this, 'Thumbs', thumbsBucket!);
    const objects = bucket.arnForObjects(`${thumbsPrefix}*`);
    allowInBucket(['s3:GetObject', 's3:GetObjectVersion'], objects);
    acknowledgeWildcard(role, objects, 'every crop under the prefix');
    const queue = bucket.arnForObjects(`${thumbsPrefix}working/index-faces/${collectionId}/*`);
    const answers = bucket.arnForObjects(`${thumbsPrefix}working/*/index-faces/*`);
    allowInBucket(['s3:PutObject', 's3:DeleteObject'], queue, answers);
    acknowledgeWildcard(role, queue, 'every face that waits');
    acknowledgeWildcard(role, answers, 'an answer for each face');
    // With it S3 says of what is not there that it is missing, and lists what waits.
    allowInBucket(['s3:ListBucket'], bucket.bucketArn);
    if (thumbsBucketKey) allow(['kms:Decrypt', 'kms:GenerateDataKey'], thumbsBucketKey);
  }
}
