import { CopyObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { StoredCrop } from '../../statemachine/payloads.ts';

/**
 * Where the crops lie from which a face was enrolled: the collection keeps no image, and those of a photo change
 * with it.
 */
export const keptCropPrefix = (thumbsPrefix: string, faceId: string): string => `${thumbsPrefix}${faceId}/`;

/** `faces-thumbs/<faceId>/<photoId>_face_<idx>.jpg`, where Beetroot keeps its thumbnails of a person, too. */
export async function keepCrop(
  s3: S3Client,
  crop: StoredCrop,
  { thumbsPrefix, faceId, name }: { thumbsPrefix: string; faceId: string; name: string },
): Promise<void> {
  await s3.send(
    new CopyObjectCommand({
      Bucket: crop.bucket,
      Key: `${keptCropPrefix(thumbsPrefix, faceId)}${name}.jpg`,
      CopySource: `${crop.bucket}/${crop.key.split('/').map(encodeURIComponent).join('/')}`,
    }),
  );
}
