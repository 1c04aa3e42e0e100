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
import { mostSeconds } from './one-at-a-time.ts';

const root = join(import.meta.dirname, '../..');

export interface IndexFacesStackProps extends StackProps {
  readonly config: Config & { readonly collectionId: string; readonly thumbsBucket: string };
}

/** The stage as a function of its own, which `-c indexFacesFunctionArn=…` plugs into the workflow. */
export class IndexFacesStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: IndexFacesStackProps) {
    super(scope, id, { ...props, tags: config.tags });
    const name = functionName(config.stackName, 'IndexFaces');
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.#allowStage(role, config);

    const stage = new NodejsFunction(this, 'IndexFaces', {
      functionName: name,
      entry: join(import.meta.dirname, 'handler.ts'),
      depsLockFilePath: join(root, 'package-lock.json'),
      projectRoot: root,
      runtime: Runtime.NODEJS_24_X,
      architecture: config.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      // Most of it is waiting for others.
      timeout: Duration.seconds(mostSeconds),
      memorySize: 256,
      awsSdkConnectionReuse: false,
      role,
      logGroup,
      bundling: bundling(config.architecture, []),
    });
    new CfnOutput(this, 'IndexFacesFunctionArn', { value: stage.functionArn });
  }

  #allowStage(role: Role, { collectionId, thumbsBucket, thumbsPrefix, thumbsBucketKey }: Config): void {
    const allow = (actions: string[], resource: string) =>
      role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
    const bucket = Bucket.fromBucketName(this, 'Thumbs', thumbsBucket!);
    const crops = bucket.arnForObjects(`${thumbsPrefix}*`);
    const locks = bucket.arnForObjects(`${thumbsPrefix}index-faces/${collectionId}.lock`);
    allow(
      ['SearchFacesByImage', 'IndexFaces', 'SearchFaces', 'DeleteFaces'].map((name) => `rekognition:${name}`),
      this.formatArn({ service: 'rekognition', resource: 'collection', resourceName: collectionId }),
    );
    // Rekognition reads the crop with the function's permissions. A bucket's ARN does not say whose it is.
    const allowInBucket = (actions: string[], resource: string) =>
      role.addToPolicy(new PolicyStatement({ actions, resources: [resource], conditions: ofAccount(this) }));
    allowInBucket(['s3:GetObject', 's3:GetObjectVersion'], crops);
    acknowledgeWildcard(role, crops, 'every crop under the prefix');
    allowInBucket(['s3:PutObject', 's3:DeleteObject'], locks);
    // With it S3 says of a lock that was just released that it is missing.
    allowInBucket(['s3:ListBucket'], bucket.bucketArn);
    if (thumbsBucketKey) allow(['kms:Decrypt', 'kms:GenerateDataKey'], thumbsBucketKey);
  }
}
