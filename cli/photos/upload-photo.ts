import { readFile } from 'node:fs/promises';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** S3's limit, in bytes of UTF-8. */
const longestKey = 1024;

/** Named as S3 names it. */
class KeyTooLong extends Error {
  override name = 'KeyTooLongError' as const;
}

/** Throws KeyTooLongError, what reading the file threw, or what S3 answered. */
export async function uploadPhoto(
  s3: S3Client,
  file: string,
  { bucket, key }: { bucket: string; key: string },
): Promise<void> {
  const bytes = Buffer.byteLength(key);
  if (bytes > longestKey) {
    throw new KeyTooLong(`Expected a key of at most ${longestKey} bytes for ${file}, got ${bytes}`);
  }
  const Body = await readFile(file);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: contentType(key) }));
}

/** For browsers; the workflow judges by content. */
function contentType(key: string): string {
  const extension = /\.(jpe?g|png|webp|avif|heic|heif|tiff?|gif)$/i.exec(key)?.[1]?.toLowerCase();
  if (extension === undefined) return 'application/octet-stream';
  return `image/${{ jpg: 'jpeg', tif: 'tiff' }[extension] ?? extension}`;
}
