import { tellDamage } from '../../lambdas/detect-faces/format/damage.ts';
import { decoding } from '../../lambdas/detect-faces/photo-header.ts';
import { loadSharp } from '../../lambdas/shared/load-sharp.ts';
import { mostBytesInRequest } from '../../lambdas/shared/rekognition-limits.ts';
import { decodePhoto } from '../photos/decode-photo.ts';
import { judgePhoto, tellRefused } from '../photos/judge-photo.ts';

/** Tried one after the other, in pixels of the longer side; the last is below the limit for any picture. */
const sides = [8192, 4096, 2048, 1024];

/**
 * The bytes that Rekognition is given for a photo: as they are when it takes them, else an upright JPEG, made
 * smaller as far as needed. Throws an error that names the file when it is no photo that the workflow takes.
 */
export async function toRekognitionImage(bytes: Buffer, file: string): Promise<Buffer> {
  if ((await isTakenAsIs(bytes, file)) && bytes.length <= mostBytesInRequest) return bytes;
  const photo = await decodePhoto(bytes);
  for (const side of sides) {
    const jpeg = await photo
      .clone()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 92 })
      .toBuffer();
    if (jpeg.length <= mostBytesInRequest) return jpeg;
  }
  throw new Error(`Expected a photo that fits into ${mostBytesInRequest} bytes as a JPEG, got ${file}`);
}

/** Rekognition turns a JPEG upright by its EXIF orientation, and a PNG never. */
async function isTakenAsIs(bytes: Buffer, file: string): Promise<boolean> {
  const judged = judgePhoto(bytes);
  if (!judged) throw new Error(`Expected an image that can be read, got ${file} (${bytes.length} bytes)`);
  if ('is' in judged) throw new Error(`${file} is ${tellRefused(judged)}`);
  const sharp = await loadSharp();
  try {
    const { format, orientation = 1 } = await sharp(bytes, {
      ...decoding(judged.format),
      failOn: 'none',
    }).metadata();
    return format === 'jpeg' || (format === 'png' && orientation === 1);
  } catch (error) {
    throw new Error(`${file} is a damaged ${judged.format}: ${tellDamage(error as Error)}`);
  }
}
