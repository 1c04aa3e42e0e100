import type { Deployment } from '../../statemachine/deployment.ts';
import { UsageError } from '../usage-error.ts';

/** S3's limit, in bytes of UTF-8. */
export const longestKey = 1024;

/** Throws UsageError for a key that is none of a photo which the workflow processes. */
export function checkKey(
  key: string,
  { rawBucket, rawPrefix }: Pick<Deployment, 'rawBucket' | 'rawPrefix'>,
): void {
  if (!key.startsWith(rawPrefix) || key === rawPrefix) {
    const hint = key.startsWith('s3://') ? `, without s3://${rawBucket}/` : '';
    throw new UsageError(`Expected the key of a photo under "${rawPrefix}"${hint}, got "${key}"`);
  }
  checkLength('a key', key);
}

/** Throws UsageError for a prefix of no keys which the workflow processes. */
export function checkPrefix(prefix: string, { rawPrefix }: Pick<Deployment, 'rawPrefix'>): void {
  if (!prefix.startsWith(rawPrefix)) {
    throw new UsageError(`Expected a --prefix that begins with "${rawPrefix}", got "${prefix}"`);
  }
  checkLength('a --prefix', prefix);
}

function checkLength(what: string, given: string): void {
  const bytes = Buffer.byteLength(given);
  if (bytes <= longestKey) return;
  throw new UsageError(
    `Expected ${what} of at most ${longestKey} bytes, got ${bytes}: "${given.slice(0, 60)}…"`,
  );
}
