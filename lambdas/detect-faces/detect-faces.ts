import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DetectedFaces, ExecutionInput } from '../../statemachine/payloads.ts';
import { photoId, readPhoto } from '../shared/photo-object.ts';
import type { Thumbs } from '../shared/thumbs.ts';
import { findFaces } from './find-faces.ts';
import { locatePhoto } from './locate-photo.ts';
import { readPhotoHeader } from './photo-header.ts';
import { makeWorkingCopy } from './working-copy.ts';

export interface DetectFacesSettings {
  readonly rawBucket: string;
  readonly rawPrefix: string;
  readonly thumbs: Thumbs;
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
  const pinned = { ...location, etag: head.etag };
  const readWhole = async () => (await readPhoto(s3, pinned)).bytes;

  const header = await readPhotoHeader(location.key, head, readWhole);
  const id = photoId(location.bucket, location.key);
  const image = header.takenAsIs
    ? { ...pinned, ...header.upright }
    : await makeWorkingCopy(s3, settings.thumbs, {
        ...pinned,
        photoId: id,
        header,
        bytes: await readWhole(),
      });
  const versionId = header.takenAsIs ? head.versionId : null;
  const boxes = await findFaces(rekognition, { image, versionId }, () => confirmUnchanged(s3, pinned));

  return {
    photo: {
      photoId: id,
      ...pinned,
      versionId: head.versionId,
      uploadedAt: head.uploadedAt.toISOString(),
      image,
    },
    threshold: input.threshold ?? settings.threshold,
    collectionId: settings.collectionId,
    faces: boxes.map((boundingBox, index) => ({ idx: index + 1, boundingBox })),
    facesTruncated: boxes.length >= mostFaces,
  };
}

/** Reads one byte `If-Match`; throws PhotoChanged or PhotoGone. */
const confirmUnchanged = (s3: S3Client, pinned: { bucket: string; key: string; etag: string }) =>
  readPhoto(s3, { ...pinned, range: [0, 0] });
