import { createHash } from 'node:crypto';

/** The body of a version of an object: of 1 to 300,001 bytes, and no two alike. */
export const versionBytes = (version: number) =>
  Buffer.alloc(1 + (version % 7) * 50_000, createHash('md5').update(`${version}`).digest());
