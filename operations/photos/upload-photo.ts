import { readFile } from 'node:fs/promises';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { longestKey } from './check-key.ts';

/** Named as S3 names it. */
class KeyTooLong extends Error {
  override name = 'KeyTooLongError' as const;
}

export interface PhotoPlace {
  readonly bucket: string;
  readonly key: string;
}

/** Throws KeyTooLongError, what reading the file threw, or what S3 answered. */
export async function uploadPhoto(s3: S3Client, file: string, place: PhotoPlace): Promise<void> {
  checkLength(place.key, file);
  await putPhoto(s3, await readFile(file), place);
}

/**
 * Puts a photo into the bucket; with `onlyNew` unless there is one of that key.
 *
 * Throws KeyTooLongError, or what S3 answered: PreconditionFailed when there is one.
 */
export async function putPhoto(
  s3: S3Client,
  bytes: Uint8Array,
  { bucket, key }: PhotoPlace,
  { onlyNew = false }: { onlyNew?: boolean } = {},
): Promise<void> {
  checkLength(key, 'the photo');
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: bytes,
      ContentType: contentType(key),
      IfNoneMatch: onlyNew ? '*' : undefined,
    }),
  );
}

function checkLength(key: string, photo: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes <= longestKey) return;
  throw new KeyTooLong(`Expected a key of at most ${longestKey} bytes for ${photo}, got ${bytes}`);
}

/** For browsers; the workflow judges by content. */
function contentType(key: string): string {
  const extension = /\.(jpe?g|png|webp|avif|heic|heif|tiff?|gif)$/i.exec(key)?.[1]?.toLowerCase();
  if (extension === undefined) return 'application/octet-stream';
  return `image/${{ jpg: 'jpeg', tif: 'tiff' }[extension] ?? extension}`;
}
