import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DetectedFaces, ExecutionInput } from '../../statemachine/payloads.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { confirmUnchanged, readPhoto } from '../shared/photo-object.ts';
import type { Thumbs } from '../shared/thumbs.ts';
import { cutOutFaces } from './cut-out-faces.ts';
import { decodeImage } from './decode-image.ts';
import { findFaces } from './find-faces.ts';
import { locatePhoto } from './locate-photo.ts';
import { readPhotoHeader } from './photo-header.ts';
import { storeCutouts } from './store-cutouts.ts';
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
 * Finds the faces of a photo, pins the photo to the bytes they were found in, and cuts them out of it.
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
  const readWhole = async () =>
    head.bytes.length === head.size ? head.bytes : (await readPhoto(s3, pinned)).bytes;

  const header = await readPhotoHeader(location.key, head, readWhole);
  const id = photoId(location.bucket, location.key);
  const copy = header.takenAsIs
    ? undefined
    : await makeWorkingCopy(s3, settings.thumbs, {
        ...pinned,
        photoId: id,
        header,
        bytes: await readWhole(),
      });
  const image = copy?.image ?? { ...pinned, ...header.upright };
  const versionId = copy ? null : head.versionId;

  // The photo is decoded while Rekognition looks at it.
  const decode = async () => decodeImage(location.key, copy?.bytes ?? (await readWhole()));
  const [found, decoded] = await Promise.allSettled([
    findFaces(rekognition, { image, versionId }, () => confirmUnchanged(s3, pinned)),
    decode(),
  ]);
  // Thrown when both have ended: what is left running would be frozen, and go on in the sandbox's next invocation.
  if (found.status === 'rejected') throw found.reason;
  if (decoded.status === 'rejected') throw decoded.reason;
  const [boxes, pixels] = [found.value, decoded.value];
  const { faces, bytes } = await cutOutFaces(pixels, boxes);
  const photo = { photoId: id, ...pinned };
  const cutouts = await storeCutouts(s3, photo, { thumbs: settings.thumbs, bytes });

  return {
    photo: {
      ...photo,
      versionId: head.versionId,
      uploadedAt: head.uploadedAt.toISOString(),
      image,
      cutouts,
    },
    threshold: input.threshold ?? settings.threshold,
    collectionId: settings.collectionId,
    faces,
    facesTruncated: boxes.length >= mostFaces,
  };
}
