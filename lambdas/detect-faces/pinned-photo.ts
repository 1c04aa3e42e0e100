import type { S3Client } from '@aws-sdk/client-s3';
import { type PhotoBytes, readPhoto } from '../shared/photo-object.ts';

/** Enough of a photo for its format and size in pixels; most of it is metadata of the camera. */
const headBytes = 256 * 1024;

/** A photo as it was when its first bytes were read; a later read that meets other bytes throws PhotoChanged. */
export interface PinnedPhoto {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly head: PhotoBytes;
  /** All its bytes, which are read only once. */
  readWhole(): Promise<Buffer>;
}

export async function pinPhoto(
  s3: S3Client,
  { bucket, key }: { bucket: string; key: string },
): Promise<PinnedPhoto> {
  const head = await readPhoto(s3, { bucket, key, range: [0, headBytes - 1] });
  const { etag } = head;
  let whole = head.bytes.length === head.size ? Promise.resolve(head.bytes) : undefined;
  return {
    bucket,
    key,
    etag,
    head,
    readWhole() {
      whole ??= readPhoto(s3, { bucket, key, etag }).then(({ bytes }) => bytes);
      return whole;
    },
  };
}
