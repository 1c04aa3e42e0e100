import sharp, { type Sharp } from 'sharp';
import { decodeHeic } from '../../lambdas/detect-faces/decode-heic.ts';

/**
 * A photo upright and without transparency, in the frame of the record's bounding boxes; the first frame or
 * page of several. Throws for what is no image.
 */
export async function decodePhoto(bytes: Buffer): Promise<Sharp> {
  const { compression } = await sharp(bytes, { failOn: 'none' }).metadata();
  const photo =
    compression === 'hevc'
      ? sharp(...(await decodeHeic(bytes)))
      : sharp(bytes, { failOn: 'none' }).autoOrient();
  return photo.flatten({ background: '#ffffff' }).toColourspace('srgb');
}
