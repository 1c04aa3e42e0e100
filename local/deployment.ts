import type { Variable } from '../lambdas/shared/environment.ts';
import { region, stateMachineArn } from '../local-aws/account.ts';

const rawBucket = 'match-faces-raw';
const thumbsBucket = 'match-faces-thumbs';
const photosTable = 'Photos';
const collectionId = 'match-faces';
const rawPrefix = 'photos-raw/';
const thumbsPrefix = 'faces-thumbs/';

/** The state machine's name, here and on AWS. */
export const machineName = 'MatchFaces';

/** What the stack would put out after its deployment: the names of everything a command talks to. */
export interface Deployment {
  readonly region: string;
  readonly rawBucket: string;
  /** Photos under it are processed by themselves. */
  readonly rawPrefix: string;
  readonly thumbsBucket: string;
  readonly thumbsPrefix: string;
  readonly photosTable: string;
  readonly collectionId: string;
  readonly stateMachineArn: string;
  /** The function that starts the executions of uploads, where a queue bounds them. */
  readonly uploadStarter?: string;
}

/** The local cloud's own deployment. */
export const localDeployment: Deployment = {
  region,
  rawBucket,
  rawPrefix,
  thumbsBucket,
  thumbsPrefix,
  photosTable,
  collectionId,
  stateMachineArn: stateMachineArn(machineName),
};

const values: Readonly<Record<Variable, string>> = {
  REKOGNITION_COLLECTION_ID: collectionId,
  FACE_MATCH_THRESHOLD: '95',
  PHOTOS_TABLE: photosTable,
  RAW_BUCKET: rawBucket,
  RAW_PREFIX: rawPrefix,
  THUMBS_BUCKET: thumbsBucket,
  THUMBS_PREFIX: thumbsPrefix,
  STATE_MACHINE_ARN: stateMachineArn(machineName),
};

/** The environment a function is deployed with: the variables it names, and no others. */
export const environmentOf = (variables: readonly Variable[]): Record<string, string> =>
  Object.fromEntries(variables.map((name) => [name, values[name]]));
