import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Deployment } from '../statemachine/deployment.ts';

import { connectToAws } from './connect/connect-to-aws.ts';
import { connectToLocalCloud } from './connect/connect-to-local-cloud.ts';

/** The cloud a command talks to. Behind its clients AWS and the local cloud are the same. */
export interface Target {
  /** The local cloud of this process or of another one, or the deployed stack. */
  readonly kind: 'in-process' | 'server' | 'aws';
  /** Whether a photo's upload starts its execution: not in a cloud that lives only as long as a command. */
  readonly startOnUpload: boolean;
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly rekognition: RekognitionClient;
  readonly photos: DynamoDBDocumentClient;
  readonly deployment: Deployment;
  /** Lets go of the clients and stops an in-process cloud. */
  close(): Promise<void>;
}

export interface TargetOptions {
  /** Absolute; of the local cloud. */
  readonly dataDir: string;
  readonly aws: boolean;
  /** Of the machine's AWS configuration, and the Region of the stack; only with `aws`. */
  readonly profile?: string;
  readonly region?: string;
  /** The stack's name, when it was deployed under another than the default. */
  readonly stack?: string;
  /** Whether faces will be recognised, as by default: a local cloud in this process then prepares for it at once. */
  readonly recognises?: boolean;
}

/**
 * The deployed stack with `aws`, else the local cloud of that data folder: the one that runs, or a new one in
 * this process.
 */
export const connect = (options: TargetOptions): Promise<Target> =>
  options.aws ? connectToAws(options) : connectToLocalCloud(options);
