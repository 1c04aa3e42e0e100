import { createHash } from 'node:crypto';

/** The first 20 hex digits of SHA-256 of `<bucket>/<key>`: the key of the Photos table. */
export const photoId = (bucket: string, key: string): string =>
  createHash('sha256').update(`${bucket}/${key}`).digest('hex').slice(0, 20);
