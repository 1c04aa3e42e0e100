import { accountId, region, stateMachineArn } from '@match-faces/local-aws/account.ts';
import type { Variable } from '../lambdas/shared/environment.ts';
import { type Deployment, machineName, reprocessMachineName } from '../statemachine/deployment.ts';
import { detectionsBeside, startsWithin } from '../statemachine/rekognition-quotas.ts';

const rawBucket = 'match-faces-raw';
const thumbsBucket = 'match-faces-thumbs';
const photosTable = 'Photos';
const paceTable = `${machineName}-Pace`;
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
  paceTable,
  collectionId,
  stateMachineArn: stateMachineArn(machineName),
  reprocessMachineArn: stateMachineArn(reprocessMachineName(machineName)),
};

/** What keeps the workflow to a quota; nothing waits for what is not given. */
export interface LocalPace {
  readonly searchesPerSecond?: number | undefined;
  /** Executions of uploads. */
  readonly startsPerSecond?: number | undefined;
}

/** A cloud whose Rekognition takes so many searches a second, beside as many detections as go with them, and that keeps to it. */
export const paceAt = (searchesPerSecond: number) => ({
  rekognitionQuotas: {
    SearchFacesByImage: searchesPerSecond,
    IndexFaces: searchesPerSecond,
    SearchFaces: searchesPerSecond,
    DetectFaces: detectionsBeside(searchesPerSecond),
  },
  searchesPerSecond,
  startsPerSecond: startsWithin(detectionsBeside(searchesPerSecond)),
});

/** All variables that functions know. */
export const variablesAt = ({
  searchesPerSecond,
  startsPerSecond,
}: LocalPace): Readonly<Record<Variable, string>> => ({
  REKOGNITION_COLLECTION_ID: collectionId,
  FACE_MATCH_THRESHOLD: '95',
  PHOTOS_TABLE: photosTable,
  RAW_BUCKET: rawBucket,
  RAW_PREFIX: rawPrefix,
  THUMBS_BUCKET: thumbsBucket,
  THUMBS_PREFIX: thumbsPrefix,
  BUCKET_OWNER: accountId,
  STATE_MACHINE_ARN: stateMachineArn(machineName),
  SEARCHES_PER_SECOND: String(searchesPerSecond ?? 'none'),
  PACE_TABLE: paceTable,
  STARTS_PER_SECOND: String(startsPerSecond ?? 'none'),
});

/** The environment a function is deployed with: the variables it names, and no others. */
export function environmentOf(variables: readonly Variable[], pace: LocalPace = {}): Record<string, string> {
  const values = variablesAt(pace);
  return Object.fromEntries(variables.map((name) => [name, values[name]]));
}
