import { createHash } from 'node:crypto';
import { badRequest, invalidBucketName, invalidUri, keyTooLong } from '../s3-errors.ts';

/**
 * S3 User Guide, "General purpose bucket naming rules". A name that passes is safe as a folder's name.
 */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}

export function checkBucketName(name: string): void {
  if (!isBucketName(name)) throw invalidBucketName(name);
}

/**
 * Refuses a key AWS would refuse (S3 User Guide, "Naming Amazon S3 objects"): over 1,024 bytes of UTF-8, or,
 * read from left to right, with more `..` than names before them. Anything else is a key, `a/../b` included.
 */
export function checkObjectKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > 1024) throw keyTooLong(size);
  if (key === '' || !key.isWellFormed()) throw invalidUri(key);
  let depth = 0;
  for (const segment of key.split('/')) {
    if (segment === '..') depth -= 1;
    else if (segment !== '.' && segment !== '') depth += 1;
    if (depth < 0) throw badRequest();
  }
}

/** The file of a key: its SHA-256, spread over 256 folders, so that no key can name a path. */
export function objectFileName(key: string): string {
  const hash = createHash('sha256').update(key).digest('hex');
  return `${hash.slice(0, 2)}/${hash.slice(2)}`;
}
