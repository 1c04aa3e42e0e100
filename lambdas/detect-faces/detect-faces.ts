import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DetectedFaces, ExecutionInput } from '../../statemachine/payloads.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { confirmUnchanged } from '../shared/photo-object.ts';
import { mostFaces } from '../shared/rekognition-limits.ts';
import type { Thumbs } from '../shared/thumbs.ts';
import { decodeImage } from './decode-image.ts';
import { findFaces } from './find-faces.ts';
import { locatePhoto } from './locate-photo.ts';
import { makeCutouts } from './make-cutouts.ts';
import { readPhotoHeader } from './photo-header.ts';
import { pinPhoto } from './pinned-photo.ts';
import { storeCutouts } from './store-cutouts.ts';
import { type PaceSettings, takeTurn } from './take-turn.ts';
import { makeWorkingCopy } from './working-copy.ts';

export interface DetectFacesSettings {
  readonly rawBucket: string;
  readonly rawPrefix: string;
  readonly thumbs: Thumbs;
  readonly collectionId: string;
  /** Percent, 0 to 100, for an input without a threshold. */
  readonly threshold: number;
  readonly pace: PaceSettings;
}

export interface DetectFacesServices {
  readonly s3: S3Client;
  readonly rekognition: RekognitionClient;
  readonly dynamodb: DynamoDBClient;
}

/**
 * Finds the faces of a photo, pins the photo to the bytes they were found in, makes the cutout of each, and takes a
 * turn for their searches.
 *
 * Throws InvalidInput, an error of class `photo` (error-classes.ts), PhotoChanged, or what the services threw.
 */
export async function detectFaces(
  input: ExecutionInput,
  settings: DetectFacesSettings,
  { s3, rekognition, dynamodb }: DetectFacesServices,
): Promise<DetectedFaces> {
  const pinned = await pinPhoto(s3, locatePhoto(input, settings));
  const { bucket, key, etag, head } = pinned;
  const photo = { photoId: photoId(bucket, key), bucket, key, etag };
  const header = await readPhotoHeader(pinned);
  const copy = header.takenAsIs
    ? undefined
    : await makeWorkingCopy(s3, settings.thumbs, { ...photo, header, bytes: await pinned.readWhole() });
  const image = copy?.image ?? { bucket, key, etag, ...header.upright };

  // Rekognition reads the image by itself and cannot be told an ETag: what it says of an overwritten photo goes no
  // further.
  const find = async () => {
    try {
      return await findFaces(rekognition, { image, versionId: copy ? null : head.versionId });
    } finally {
      await confirmUnchanged(s3, photo);
    }
  };
  // The photo is decoded while Rekognition looks at it.
  const decode = async () => decodeImage(key, copy?.bytes ?? (await pinned.readWhole()));
  const [found, decoded] = await Promise.allSettled([find(), decode()]);
  // Thrown when both have ended: what is left running would be frozen, and go on in the sandbox's next invocation.
  if (found.status === 'rejected') throw found.reason;
  if (decoded.status === 'rejected') throw decoded.reason;
  const [boxes, pixels] = [found.value, decoded.value];
  const { faces, bytes } = await makeCutouts(pixels, boxes);
  const cutouts = await storeCutouts(s3, photo, { thumbs: settings.thumbs, bytes });
  // A face without a cutout is not searched. Last, so that no turn is taken for what fails before.
  const searches = faces.filter(({ cutout }) => cutout).length;
  const pace = await takeTurn(searches, settings.pace, { dynamodb });

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
    pace,
  };
}
