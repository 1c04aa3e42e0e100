import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { UsageError } from '../usage-error.ts';

/**
 * Throws UsageError for a key that is no photo in the bucket: a mistyped key would be recorded as a photo that
 * is gone.
 */
export async function checkKeys(s3: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const size = await sizeOf(s3, bucket, key);
    if (size) continue;
    const what = size === undefined ? 'which does not exist' : 'which is empty';
    throw new UsageError(`Expected the key of a photo in s3://${bucket}, got "${key}", ${what}`);
  }
}

async function sizeOf(s3: S3Client, bucket: string, key: string): Promise<number | undefined> {
  try {
    const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return ContentLength ?? 0;
  } catch (error) {
    if ((error as Error).name === 'NotFound') return undefined;
    throw error;
  }
}
