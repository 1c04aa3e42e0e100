import type { Checksum } from '../checksums.ts';

/** What the store knows of an object beside its bytes. There is no versioning, so there is no version id. */
export interface ObjectMetadata {
  key: string;
  size: number;
  /** Without quotes, as in events: the MD5 in hexadecimal, or `<md5 of the parts' md5s>-<parts>`. */
  etag: string;
  /** ISO 8601, on the second, as S3's. */
  lastModified: string;
  checksum: Checksum;
  /** The HTTP headers S3 keeps: Content-Type, Cache-Control, …; names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** `x-amz-meta-<name>`: name in lower case without the prefix, value as Unicode text. */
  userMetadata: Readonly<Record<string, string>>;
}

/** S3 keeps whole seconds: HTTP dates, with which clients compare, have no more. */
export const now = () => new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
