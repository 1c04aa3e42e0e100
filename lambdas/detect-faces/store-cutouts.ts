import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Photo } from '../../statemachine/payloads.ts';
import { type Thumbs, workingPrefix } from '../shared/thumbs.ts';

/**
 * Stores a photo's cutouts as one object; nothing where there are none.
 *
 * Its key tells the photo's bytes and its own: a run that finds other faces cannot overwrite what this one's searches
 * are going to read.
 */
export async function storeCutouts(
  s3: S3Client,
  { photoId, etag }: Pick<Photo, 'photoId' | 'etag'>,
  { thumbs, bytes }: { thumbs: Thumbs; bytes: Buffer },
): Promise<Photo['cutouts']> {
  if (bytes.length === 0) return null;
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const cutouts = {
    bucket: thumbs.bucket,
    key: `${workingPrefix(thumbs)}${photoId}/${etag}/faces-${hash}.jpgs`,
  };
  await s3.send(new PutObjectCommand({ Bucket: cutouts.bucket, Key: cutouts.key, Body: bytes }));
  return cutouts;
}
