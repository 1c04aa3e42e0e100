import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { FaceRecord } from '../../statemachine/photo-record.ts';
import { decodePhoto } from '../photos/decode-photo.ts';
import { drawOverlay } from './overlay.ts';
import type { Size } from './rectangle.ts';

/**
 * Writes an upright JPEG of a photo with a box and a label for every face, and gives its size in pixels. Throws
 * when the photo cannot be decoded.
 */
export async function annotatePhoto(file: string, faces: readonly FaceRecord[], copy: string): Promise<Size> {
  const photo = await decodePhoto(await readFile(file));
  const { data, info } = await photo.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  await mkdir(path.dirname(copy), { recursive: true });
  await sharp(data, { raw: { width, height, channels } })
    .composite([{ input: Buffer.from(drawOverlay(faces, info)), top: 0, left: 0 }])
    // Halved chroma would blur the coloured lines and letters.
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toFile(copy);
  return { width, height };
}

/** What the copy of a photo is called: it is a JPEG whatever the photo is. */
export const nameOfCopy = (photo: string): string => (/\.jpe?g$/i.test(photo) ? photo : `${photo}.jpg`);
