import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { S3Client } from '@aws-sdk/client-s3';
import { clockClient } from '../../lambdas/shared/clients/clock-client.ts';
import { faceToIndex, type IndexedFace, type NotIndexedFace } from '../../statemachine/payloads.ts';
import { faceCollection } from './face-collection.ts';
import { indexFace } from './index-face.ts';
import { readSettings } from './settings.ts';
import { storedIn } from './stored-json.ts';
import { turnsOf } from './turns.ts';
import { WaitingFaces } from './waiting-faces.ts';

const settings = readSettings(process.env);
const requestHandler = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
// Errors keep AWS's names, which the hook retries: more attempts here would only multiply its own.
const rekognition = new RekognitionClient({ maxAttempts: 1, requestHandler });
// The local cloud has no host name for each bucket.
const s3 = new S3Client({ forcePathStyle: true, requestHandler });
const takeTurn = turnsOf(clockClient(), settings);
const time = { now: Date.now, sleep: (milliseconds: number) => sleep(Math.max(0, milliseconds)) };

/** A stage for IndexFacesHook: a NoMatch face in, the face and the person it now is out, or why it is not wanted. */
export async function handler(event: unknown): Promise<IndexedFace | NotIndexedFace> {
  const face = faceToIndex.parse(event);
  const { crop, photoId, collectionId } = face;
  const stored = storedIn(s3, crop.bucket);
  return indexFace(face, {
    stored,
    waiting: new WaitingFaces(
      stored,
      `${crop.key.slice(0, crop.key.indexOf(photoId))}working/`,
      collectionId,
    ),
    collection: faceCollection(rekognition, collectionId, settings.quality),
    collectionId,
    settings,
    time,
    takeTurn,
    newHolder: randomUUID,
  });
}
