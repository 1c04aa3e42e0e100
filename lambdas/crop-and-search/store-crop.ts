import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Photo, StoredCrop } from '../../statemachine/payloads.ts';
import type { Thumbs } from '../shared/thumbs.ts';

/**
 * Stores a crop for the hook, a person and the console.
 *
 * The key holds the photo's ETag: a run over older bytes cannot overwrite the crops of newer ones.
 */
export async function storeCrop(
  s3: S3Client,
  { bucket, prefix }: Thumbs,
  photo: Photo,
  idx: number,
  jpeg: Buffer,
): Promise<StoredCrop> {
  const key = `${prefix}${photo.photoId}/${photo.etag}/face_${idx}.jpg`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: jpeg, ContentType: 'image/jpeg' }));
  return { bucket, key };
}
