import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { PhotoImage } from '../../statemachine/payloads.ts';
import { PhotoUnreadable } from '../shared/errors.ts';
import { type Thumbs, workingPrefix } from '../shared/thumbs.ts';
import { toRekognitionJpeg } from './convert-photo.ts';
import { tellDamage } from './format/damage.ts';
import type { PhotoHeader } from './photo-header.ts';

interface Original {
  readonly photoId: string;
  readonly key: string;
  readonly etag: string;
  readonly header: PhotoHeader;
  readonly bytes: Buffer;
}

/**
 * Stores a photo that Rekognition does not take as a JPEG that it does.
 *
 * Its key holds the photo's ETag, so that it belongs to these bytes. Throws PhotoUnreadable for a damaged photo.
 */
export async function makeWorkingCopy(
  s3: S3Client,
  thumbs: Thumbs,
  { photoId, key, etag: photoEtag, header, bytes }: Original,
): Promise<{ image: PhotoImage; bytes: Buffer }> {
  const { data, info } = await toRekognitionJpeg(bytes, header).catch((error: Error) => {
    throw new PhotoUnreadable(`${key} is a damaged ${header.format}: ${tellDamage(error)}`);
  });
  const copy = { bucket: thumbs.bucket, key: `${workingPrefix(thumbs)}${photoId}/${photoEtag}.jpg` };
  const stored = await s3.send(
    new PutObjectCommand({ Bucket: copy.bucket, Key: copy.key, Body: data, ContentType: 'image/jpeg' }),
  );
  const etag = stored.ETag!.replaceAll('"', '');
  return { image: { ...copy, etag, width: info.width, height: info.height }, bytes: data };
}
