import sharp, { type OutputInfo, type Sharp } from 'sharp';
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

/**
 * A photo as a JPEG that Rekognition takes: upright, sRGB, its first page or frame, on white, below 15 MB.
 *
 * Throws what the decoder threw for a damaged photo.
 */
export async function toRekognitionJpeg(
  bytes: Buffer,
  header: PhotoHeader,
): Promise<{ data: Buffer; info: OutputInfo }> {
  const upright = await decode(bytes, header);
  for (const { quality, scale } of attempts) {
    const jpeg = await upright
      .clone()
      .resize({ width: Math.round(header.upright.width * scale), withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer({ resolveWithObject: true });
    if (jpeg.data.length <= mostBytes) return jpeg;
  }
  throw new Error(`expected it to fit into ${mostBytes} bytes as a JPEG`);
}

/** HEIC comes upright from its decoder, which heeds `irot` and leaves EXIF, which repeats it, alone. */
async function decode(bytes: Buffer, { isHevc }: PhotoHeader): Promise<Sharp> {
  const image = isHevc
    ? sharp(...(await decodeHeic(bytes)))
    : sharp(bytes, { failOn: 'truncated', limitInputPixels: mostPixels }).autoOrient();
  return image.flatten({ background: '#fff' }).toColourspace('srgb');
}
