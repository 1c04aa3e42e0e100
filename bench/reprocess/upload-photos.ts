import { ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { forEachAtOnce } from '../../operations/at-once.ts';
import type { Deployment } from '../../statemachine/deployment.ts';
import { plainPhoto } from '../fixed-faces.ts';

/** Puts so many photos under the raw prefix, unless there are some. */
export async function uploadPhotos(
  s3: S3Client,
  { rawBucket: Bucket, rawPrefix: Prefix }: Deployment,
  photos: number,
): Promise<void> {
  const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 }));
  if (KeyCount) return;
  const Body = await plainPhoto();
  const keys = Array.from({ length: photos }, (_, index) => `${Prefix}${index}.jpg`);
  await forEachAtOnce(keys, { atOnce: 8, signal: new AbortController().signal }, async (Key) => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  });
}
