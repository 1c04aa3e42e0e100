import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DetectedFaces, ExecutionInput } from '../../statemachine/payloads.ts';
import { photoId, readPhoto } from '../shared/photo-object.ts';
import { findFaces } from './find-faces.ts';
import { locatePhoto } from './locate-photo.ts';
import { inspectPhoto } from './photo-header.ts';

export interface DetectFacesSettings {
  readonly rawBucket: string;
  readonly rawPrefix: string;
  readonly collectionId: string;
  /** Percent, 0 to 100, for an input without a threshold. */
  readonly threshold: number;
}

/** Rekognition's DetectFaces returns at most the 100 largest faces, and does not say when there are more. */
const mostFaces = 100;

/** Enough of a photo for its format and size in pixels; most of it is metadata of the camera. */
const headBytes = 256 * 1024;

/**
 * Finds the faces of a photo and pins the photo to the bytes they were found in.
 *
 * Throws InvalidInput, a photo error (see photoErrors), PhotoChanged, or what the services threw.
 */
export async function detectFaces(
  input: ExecutionInput,
  settings: DetectFacesSettings,
  { s3, rekognition }: { s3: S3Client; rekognition: RekognitionClient },
): Promise<DetectedFaces> {
  const location = locatePhoto(input, settings);
  const head = await readPhoto(s3, { ...location, range: [0, headBytes - 1] });
  const pinned = { ...location, etag: head.etag, versionId: head.versionId };
  const { width, height } = await inspectPhoto(head, location.key, () => readPhoto(s3, pinned));
  const faces = await findFaces(rekognition, s3, pinned);
  return {
    photo: {
      photoId: photoId(location.bucket, location.key),
      ...pinned,
      uploadedAt: head.uploadedAt.toISOString(),
      width,
      height,
    },
    threshold: input.threshold ?? settings.threshold,
    collectionId: settings.collectionId,
    faces: faces.map((boundingBox, index) => ({ idx: index + 1, boundingBox })),
    facesTruncated: faces.length >= mostFaces,
  };
}
