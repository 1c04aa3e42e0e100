import sharp from 'sharp';
import { z } from 'zod';
import { ServiceError } from '../service-error.ts';
import { mostBytesInRequest, mostBytesInS3, mostPixels, shortestSide } from './limits.ts';
import { invalidParameter } from './request.ts';

/** Where an image lies in S3. */
export interface S3Pointer {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** Reads an object; throws a ServiceError when it may not be read or is not there. */
export type ReadObject = (pointer: S3Pointer) => Promise<Buffer>;

const s3Object = z.object({
  Bucket: z.string('a bucket name').regex(/^[0-9A-Za-z.\-_]{3,255}$/, 'a bucket name of 3 to 255 characters'),
  Name: z
    .string('an object key')
    .min(1, 'an object key')
    .max(1024, 'an object key of at most 1024 characters'),
  Version: z.string('a version id').min(1, 'a version id').max(1024, 'a version id').optional(),
});

export const image = z
  .object(
    { Bytes: z.string('base64').optional(), S3Object: s3Object.optional() },
    'an image (Bytes or S3Object)',
  )
  .refine(({ Bytes, S3Object }) => (Bytes === undefined) !== (S3Object === undefined), {
    error: 'exactly one of Bytes and S3Object',
  });

/**
 * The bytes of a request's image, checked as AWS checks them: size, JPEG or PNG by content, at least 80 px on
 * each side. Errors: ImageTooLargeException, InvalidImageFormatException, InvalidParameterException,
 * InvalidS3ObjectException.
 */
export async function readImage(
  { Bytes, S3Object }: z.infer<typeof image>,
  readObject: ReadObject,
): Promise<Buffer> {
  const bytes = S3Object ? await readFromS3(S3Object, readObject) : decodeBase64(Bytes!);
  if (bytes.length > (S3Object ? mostBytesInS3 : mostBytesInRequest)) throw imageTooLarge();
  if (!isJpeg(bytes) && !isPng(bytes)) throw invalidImageFormat();
  const { width, height } = await sizeOf(bytes);
  if (width * height > mostPixels) throw imageTooLarge();
  if (Math.min(width, height) < shortestSide) {
    throw invalidParameter(
      `expected an image of at least ${shortestSide} px on each side, got ${width} × ${height}`,
    );
  }
  return bytes;
}

export const invalidImageFormat = () =>
  new ServiceError('InvalidImageFormatException', 'Request has invalid image format.');

const imageTooLarge = () => new ServiceError('ImageTooLargeException', 'Image size is too large.');

async function readFromS3(
  { Bucket, Name, Version }: z.infer<typeof s3Object>,
  readObject: ReadObject,
): Promise<Buffer> {
  try {
    return await readObject({ bucket: Bucket, key: Name, ...(Version && { versionId: Version }) });
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status >= 500) {
      throw new Error(`Expected S3 to answer for ${Bucket}/${Name}`, { cause: error });
    }
    const message =
      'Unable to get object metadata from S3. Check object key, region and/or access permissions.';
    throw new ServiceError('InvalidS3ObjectException', message);
  }
}

/** Node decodes what it can and skips the rest, and takes the letters of URLs, too. */
function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const isBase64 =
    bytes.length === (text.length / 4) * 3 - padding && !text.includes('-') && !text.includes('_');
  if (bytes.length === 0 || !isBase64) {
    throw invalidParameter(`expected base64 for Image.Bytes, got ${text.length} characters that are none`);
  }
  return bytes;
}

const isJpeg = (bytes: Buffer) => bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff));
const isPng = (bytes: Buffer) => bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));

/** From the header alone: nothing is decoded. */
async function sizeOf(bytes: Buffer): Promise<{ width: number; height: number }> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return { width, height };
  } catch {
    throw invalidImageFormat();
  }
}
