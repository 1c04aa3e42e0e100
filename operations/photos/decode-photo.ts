import type { Sharp } from 'sharp';
import { decodeHeic } from '../../lambdas/detect-faces/decode-heic.ts';
import { decoding } from '../../lambdas/detect-faces/photo-header.ts';
import { loadSharp } from '../../lambdas/shared/load-sharp.ts';
import { judgePhoto, tellRefused } from './judge-photo.ts';

/**
 * A photo upright and without transparency, in the frame of the record's bounding boxes; the first frame or
 * page of several. Throws for what the workflow refuses, and for what is no image.
 */
export async function decodePhoto(bytes: Buffer): Promise<Sharp> {
  const judged = judgePhoto(bytes);
  if (judged && 'is' in judged) throw new Error(`Expected another format than ${tellRefused(judged)}`);
  const options = { ...(judged && decoding(judged.format)), failOn: 'none' } as const;
  const sharp = await loadSharp();
  const { compression, format } = await sharp(bytes, options).metadata();
  // SVG and the like are programs that draw, and no photos.
  if (!drawn.has(format)) throw new Error(`Expected another format than ${format}`);
  const photo =
    compression === 'hevc' ? sharp(...(await decodeHeic(bytes))) : sharp(bytes, options).autoOrient();
  return photo.flatten({ background: '#ffffff' }).toColourspace('srgb');
}

/** What the workflow takes, by sharp's names: AVIF is a HEIF. */
const drawn = new Set<string | undefined>(['jpeg', 'png', 'webp', 'heif', 'tiff', 'gif']);
