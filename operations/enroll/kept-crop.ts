import { CopyObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { decodeImage } from '../../lambdas/detect-faces/decode-image.ts';
import { encodeCrop } from '../../lambdas/detect-faces/make-cutouts.ts';
import { cropRectangle, faceInPhoto, margins } from '../../lambdas/shared/crop-geometry.ts';
import type { BoundingBox, StoredCrop } from '../../statemachine/payloads.ts';

/**
 * Where the crops lie from which a face was enrolled: the collection keeps no image, and those of a photo change
 * with it.
 */
export const keptCropPrefix = (thumbsPrefix: string, faceId: string): string => `${thumbsPrefix}${faceId}/`;

interface KeptCrop {
  readonly bucket: string;
  readonly thumbsPrefix: string;
  readonly faceId: string;
  /** As the collection calls it: its ExternalImageId. */
  readonly name: string;
}

/** `faces-thumbs/<faceId>/<photoId>_face_<idx>.jpg`, where Beetroot keeps its thumbnails of a person, too. */
const keyOf = ({ thumbsPrefix, faceId, name }: KeptCrop) =>
  `${keptCropPrefix(thumbsPrefix, faceId)}${name}.jpg`;

/** The face is enrolled, and its crop could not be stored. Enrolling the photo again adds nobody and tries again. */
export class CropNotKept extends Error {
  override name = 'CropNotKept' as const;

  constructor({ faceId, bucket }: KeptCrop, cause: Error) {
    const reason = `${cause.name}: ${cause.message}`;
    super(`Enrolled as ${faceId}, but its crop could not be kept in ${bucket}: ${reason}`, { cause });
  }
}

/** Keeps the crop of a face that was enrolled from it; throws CropNotKept. */
export async function keepCrop(s3: S3Client, crop: StoredCrop, kept: KeptCrop): Promise<void> {
  const request = {
    Bucket: kept.bucket,
    Key: keyOf(kept),
    CopySource: `${crop.bucket}/${crop.key.split('/').map(encodeURIComponent).join('/')}`,
  };
  await s3.send(new CopyObjectCommand(request)).catch((error) => {
    throw new CropNotKept(kept, error);
  });
}

/** Cuts a face out of the image in which Rekognition indexed it, and keeps it; throws CropNotKept. */
export async function keepFace(
  s3: S3Client,
  image: Buffer,
  boundingBox: BoundingBox,
  kept: KeptCrop,
): Promise<void> {
  const pixels = await decodeImage(kept.name, image);
  const rectangle = cropRectangle(faceInPhoto(boundingBox, pixels.info), pixels.info, margins[0]);
  const crop = await encodeCrop(pixels, rectangle);
  const request = { Bucket: kept.bucket, Key: keyOf(kept), Body: crop, ContentType: 'image/jpeg' };
  await s3.send(new PutObjectCommand(request)).catch((error) => {
    throw new CropNotKept(kept, error);
  });
}
