import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import sharp, { type Sharp } from 'sharp';
import type { PhotoImage } from '../../statemachine/payloads.ts';
import { PhotoUnreadable } from '../shared/errors.ts';
import { type Thumbs, workingCopyPrefix } from '../shared/thumbs.ts';
import { decodeHeic } from './decode-heic.ts';
import { mostPixels, type PhotoHeader } from './photo-header.ts';

/** Rekognition takes no image in S3 with more bytes. */
const mostBytes = 15 * 1024 * 1024;

/**
 * Qualities and scales to try until the copy fits: all pixels as long as possible. The last fits any photo of
 * mostPixels, and leaves a face that Rekognition could find in the photo its 40 pixels.
 */
const attempts = [
  { quality: 92, scale: 1 },
  { quality: 80, scale: 1 },
  { quality: 80, scale: 0.7 },
  { quality: 80, scale: 0.35 },
] as const;

interface Original {
  readonly photoId: string;
  readonly key: string;
  readonly etag: string;
  readonly header: PhotoHeader;
  readonly bytes: Buffer;
}

/**
 * Stores a photo that Rekognition does not take as a JPEG that it does: upright, sRGB, first page or frame.
 *
 * Its key holds the photo's ETag, so that it belongs to these bytes. Throws PhotoUnreadable for a damaged photo.
 */
export async function makeWorkingCopy(s3: S3Client, thumbs: Thumbs, original: Original): Promise<PhotoImage> {
  const { data, info } = await convert(original).catch((error: Error) => {
    throw new PhotoUnreadable(`${original.key} is a damaged ${original.header.format}: ${error.message}`);
  });
  const copy = {
    bucket: thumbs.bucket,
    key: `${workingCopyPrefix(thumbs)}${original.photoId}/${original.etag}.jpg`,
  };
  const stored = await s3.send(
    new PutObjectCommand({ Bucket: copy.bucket, Key: copy.key, Body: data, ContentType: 'image/jpeg' }),
  );
  return { ...copy, etag: stored.ETag!.replaceAll('"', ''), width: info.width, height: info.height };
}

async function convert(original: Original) {
  const upright = await decode(original);
  for (const { quality, scale } of attempts) {
    const width = Math.round(original.header.upright.width * scale);
    const copy = await upright
      .clone()
      .resize({ width, withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer({ resolveWithObject: true });
    if (copy.data.length <= mostBytes) return copy;
  }
  throw new Error(`expected it to fit into ${mostBytes} bytes as a JPEG`);
}

/** HEIC comes upright from its decoder, which heeds `irot` and leaves EXIF, which repeats it, alone. */
async function decode({ bytes, header }: Original): Promise<Sharp> {
  const image = header.isHevc
    ? sharp(...(await decodeHeic(bytes)))
    : sharp(bytes, { failOn: 'truncated', limitInputPixels: mostPixels }).autoOrient();
  return image.flatten({ background: '#fff' }).toColourspace('srgb');
}
