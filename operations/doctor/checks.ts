import type { TargetOptions } from '../connect.ts';
import type { Check } from './check.ts';
import { rawBucket, thumbsBucket } from './checks/bucket.ts';
import { collection } from './checks/collection.ts';
import { credentials } from './checks/credentials.ts';
import { dataFolder } from './checks/data-folder.ts';
import { diskSpace } from './checks/disk-space.ts';
import { photosTableEncryption, rawBucketEncryption, thumbsBucketEncryption } from './checks/encryption.ts';
import { eventBridgeSwitch } from './checks/event-bridge-switch.ts';
import { faceEngine } from './checks/face-engine.ts';
import { functionEnvironments } from './checks/function-environments.ts';
import { lambdaConcurrency } from './checks/lambda-concurrency.ts';
import { photosTable } from './checks/photos-table.ts';
import { prefixes } from './checks/prefixes.ts';
import { rekognitionQuotas } from './checks/rekognition-quotas.ts';
import { stateMachine } from './checks/state-machine.ts';
import { uploadQueue } from './checks/upload-queue.ts';

/** What is looked at, in this order. */
export interface Checks {
  /** When one of these fails, nothing can be reached. */
  readonly beforeConnecting: readonly Check<TargetOptions>[];
  readonly connected: readonly Check[];
}

export const checksOfAws: Checks = {
  beforeConnecting: [credentials],
  connected: [
    stateMachine,
    functionEnvironments,
    rawBucket,
    eventBridgeSwitch,
    uploadQueue,
    rawBucketEncryption,
    thumbsBucket,
    thumbsBucketEncryption,
    prefixes,
    photosTable,
    photosTableEncryption,
    collection,
    rekognitionQuotas,
    lambdaConcurrency,
  ],
};

export const checksOfLocalCloud: Checks = {
  beforeConnecting: [dataFolder, diskSpace],
  connected: [stateMachine, rawBucket, thumbsBucket, prefixes, photosTable, collection, faceEngine],
};
