import type { OutputInfo } from 'sharp';
import { PhotoUnreadable } from '../shared/errors.ts';
import { loadSharp } from '../shared/load-sharp.ts';
import { tellDamage } from './format/damage.ts';

/** The upright pixels of an image, 8 bits a channel. */
export interface Pixels {
  readonly data: Buffer;
  readonly info: Pick<OutputInfo, 'width' | 'height' | 'channels'>;
}

/**
 * Decodes the JPEG or PNG that Rekognition reads, as Rekognition sees it: a JPEG upright by its EXIF orientation,
 * a damaged one as far as it goes; in sRGB, on black.
 *
 * Throws PhotoUnreadable, naming `key`, where nothing can be decoded.
 */
export async function decodeImage(key: string, bytes: Buffer): Promise<Pixels> {
  const sharp = await loadSharp();
  // The header's size was judged before.
  const image = sharp(bytes, { failOn: 'none', limitInputPixels: false });
  try {
    const { format } = await image.metadata();
    const upright = format === 'jpeg' ? image.autoOrient() : image;
    return await upright.flatten().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  } catch (error) {
    throw new PhotoUnreadable(`${key} is damaged: ${tellDamage(error as Error)}`);
  }
}
