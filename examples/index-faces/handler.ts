import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { S3Client } from '@aws-sdk/client-s3';
import { type FaceToIndex, faceToIndex, type IndexedFace } from '../../statemachine/payloads.ts';
import { indexFace } from './index-face.ts';
import { oneAtATime } from './one-at-a-time.ts';

// Errors keep AWS's names, which the hook retries: more attempts here would only multiply its own.
const rekognition = new RekognitionClient({ maxAttempts: 1 });
// The local cloud has no host name for each bucket.
const s3 = new S3Client({ forcePathStyle: true });

/** A stage for IndexFacesHook: a NoMatch face in, the face and the person it now is out. */
export async function handler(event: unknown): Promise<IndexedFace> {
  const face = faceToIndex.parse(event);
  return indexFace(rekognition, face, (work) => oneAtATime(s3, lockOf(face), work));
}

/** One lock for each collection, beside the crops. */
const lockOf = ({ crop, photoId, collectionId }: FaceToIndex) => ({
  bucket: crop.bucket,
  key: `${crop.key.slice(0, crop.key.indexOf(photoId))}index-faces/${collectionId}.lock`,
});
