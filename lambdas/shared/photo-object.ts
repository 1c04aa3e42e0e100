import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { nameServiceError } from './service-errors.ts';

/** The bytes of a photo, or a range of them, and what S3 says about the whole object. */
export interface PhotoBytes {
  readonly bytes: Buffer;
  /** Without quotes. */
  readonly etag: string;
  readonly versionId: string | null;
  readonly uploadedAt: Date;
  /** Bytes of the whole object. */
  readonly size: number;
}

/**
 * Reads a photo with GetObject; `range` is inclusive, in bytes. With `etag` the read is `If-Match`.
 *
 * HeadObject is never used: its errors have no body and so no name.
 * Throws PhotoGone, PhotoChanged, PermissionMissing, BucketMissing, Throttled or ServiceFault.
 */
export async function readPhoto(
  s3: S3Client,
  { bucket, key, etag, range }: { bucket: string; key: string; etag?: string; range?: [number, number] },
): Promise<PhotoBytes> {
  const request = {
    Bucket: bucket,
    Key: key,
    IfMatch: etag && `"${etag}"`,
    Range: range && `bytes=${range[0]}-${range[1]}`,
  };
  const object = await s3.send(new GetObjectCommand(request));
  return {
    bytes: await readBody(object, request, await s3.config.region()),
    etag: object.ETag!.replaceAll('"', ''),
    versionId: object.VersionId ?? null,
    uploadedAt: object.LastModified!,
    size: Number(object.ContentRange?.split('/')[1] ?? object.ContentLength),
  };
}

/** Reads one byte of a pinned photo; throws PhotoChanged or PhotoGone when it is no longer the one. */
export const confirmUnchanged = (
  s3: S3Client,
  { bucket, key, etag }: { bucket: string; key: string; etag: string },
): Promise<PhotoBytes> => readPhoto(s3, { bucket, key, etag, range: [0, 0] });

/** The body arrives after the SDK's own retries and error names: a connection lost here needs its name, too. */
async function readBody(
  object: GetObjectCommandOutput,
  input: { Bucket: string; Key: string },
  region: string,
): Promise<Buffer> {
  try {
    const bytes = await object.Body!.transformToByteArray();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    throw nameServiceError(error, { service: 'S3', operation: 'GetObject', input, region });
  }
}
