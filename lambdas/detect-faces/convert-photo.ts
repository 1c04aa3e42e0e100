import type { OutputInfo, Sharp } from 'sharp';
import { loadSharp } from '../shared/load-sharp.ts';
import { mostBytesInS3 } from '../shared/rekognition-limits.ts';
import { decodeHeic } from './decode-heic.ts';
import { decoding, mostPhotoPixels, type PhotoHeader } from './photo-header.ts';

/**
 * Qualities and scales to try until the copy fits: all pixels as long as possible. The last fits any photo of
 * mostPhotoPixels, and leaves a face that Rekognition could find in the photo its 40 pixels.
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
    if (jpeg.data.length <= mostBytesInS3) return jpeg;
  }
  throw new Error(`expected it to fit into ${mostBytesInS3} bytes as a JPEG`);
}

/** HEIC comes upright from its decoder, which heeds `irot` and leaves EXIF, which repeats it, alone. */
async function decode(bytes: Buffer, { format }: PhotoHeader): Promise<Sharp> {
  const sharp = await loadSharp();
  // Of a TIFF, what cannot be decoded would be black otherwise, and a photo without faces.
  const options = { ...decoding(format), failOn: 'error', limitInputPixels: mostPhotoPixels } as const;
  const image = format === 'HEIC' ? sharp(...(await decodeHeic(bytes))) : sharp(bytes, options).autoOrient();
  return image.flatten({ background: '#fff' }).toColourspace('srgb');
}
