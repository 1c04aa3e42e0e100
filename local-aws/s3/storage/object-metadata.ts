import type { Checksum } from '../checksums.ts';

/** What the store knows of an object beside its bytes. There is no versioning, so there is no version id. */
export interface ObjectMetadata {
  key: string;
  size: number;
  /** Without quotes, as in events: the MD5 in hexadecimal, or `<md5 of the parts' md5s>-<parts>`. */
  etag: string;
  /** ISO 8601, on the second, as S3's. */
  lastModified: string;
  /** As in S3's events: of two writes of a key, the later one's is greater. Objects of older data folders have none. */
  sequencer?: string;
  /** The multipart upload that it was made of. */
  uploadId?: string;
  checksum: Checksum;
  /** The HTTP headers S3 keeps: Content-Type, Cache-Control, …; names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** `x-amz-meta-<name>`: name in lower case without the prefix, value as Unicode text. */
  userMetadata: Readonly<Record<string, string>>;
}

/** S3 keeps whole seconds: HTTP dates, with which clients compare, have no more. */
export const now = () => new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();

let written = 0;

/** Milliseconds, and a count within this process: 18 hexadecimal digits, as S3's. */
export function newSequencer(): string {
  written = (written + 1) % 0x1000000;
  const digits = Date.now().toString(16).padStart(12, '0') + written.toString(16).padStart(6, '0');
  return digits.toUpperCase();
}
