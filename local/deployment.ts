import { accountId, region, stateMachineArn } from '@match-faces/local-aws/account.ts';
import type { Variable } from '../lambdas/shared/environment.ts';
import { type Deployment, machineName } from '../statemachine/deployment.ts';

const rawBucket = 'match-faces-raw';
const thumbsBucket = 'match-faces-thumbs';
const photosTable = 'Photos';
const collectionId = 'match-faces';
const rawPrefix = 'photos-raw/';
const thumbsPrefix = 'faces-thumbs/';

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
  BUCKET_OWNER: accountId,
  STATE_MACHINE_ARN: stateMachineArn(machineName),
};

/** The environment a function is deployed with: the variables it names, and no others. */
export const environmentOf = (variables: readonly Variable[]): Record<string, string> =>
  Object.fromEntries(variables.map((name) => [name, values[name]]));
