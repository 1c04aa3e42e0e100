import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { longestKey } from '../../lambdas/select-photos/check-selection.ts';
import type { Deployment } from '../../statemachine/deployment.ts';
import { forEachAtOnce } from '../at-once.ts';
import { UsageError } from '../usage-error.ts';

export { whySkipped } from '../../lambdas/select-photos/list-photos.ts';
export { longestKey };

/** Throws UsageError for a key that is none of a photo which the workflow processes. */
export function checkKey(
  key: string,
  { rawBucket, rawPrefix }: Pick<Deployment, 'rawBucket' | 'rawPrefix'>,
): void {
  if (!key.startsWith(rawPrefix) || key === rawPrefix) {
    const hint = key.startsWith('s3://') ? `, without s3://${rawBucket}/` : '';
    throw new UsageError(`Expected the key of a photo under "${rawPrefix}"${hint}, got "${key}"`);
  }
  const bytes = Buffer.byteLength(key);
  if (bytes <= longestKey) return;
  throw new UsageError(`Expected a key of at most ${longestKey} bytes, got ${bytes}: "${key.slice(0, 60)}…"`);
}

/** Keys that are asked after at once. */
const askedAtOnce = 10;

/**
 * Throws UsageError for a key that is no photo in the bucket: a mistyped key would be recorded as a photo that
 * is gone.
 */
export async function checkKeys(s3: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  const { signal } = new AbortController();
  await forEachAtOnce(keys, { atOnce: askedAtOnce, signal }, async (key) => {
    const size = await sizeOf(s3, bucket, key);
    if (size) return;
    const what = size === undefined ? 'which does not exist' : 'which is empty';
    throw new UsageError(`Expected the key of a photo in s3://${bucket}, got "${key}", ${what}`);
  });
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
