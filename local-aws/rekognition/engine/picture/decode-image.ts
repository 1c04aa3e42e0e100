import sharp from 'sharp';
import type { Raster } from './image-pyramid.ts';

/** Detection sees 512 px and a descriptor 150 px of a face: more than this adds time and no find. */
const longestDecodedSide = 1920;

/** Thrown when the bytes begin like a picture and cannot be decoded to its end. */
export class ImageUndecodable extends Error {
  override name = 'ImageUndecodable' as const;
}

/**
 * Decodes a JPEG or PNG upright, in RGB, on black where it is transparent. As on AWS, EXIF turns a JPEG only;
 * a PNG stays as stored. Colour profiles are left out: to apply one takes twice as long as to decode, and one of sRGB,
 * as most have, changes nothing.
 */
export async function decodeImage(bytes: Uint8Array): Promise<Raster> {
  try {
    const { data, info } = await sharp(bytes, { failOn: 'error', ignoreIcc: true, autoOrient: isJpeg(bytes) })
      .resize(longestDecodedSide, longestDecodedSide, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#000' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { pixels: data, width: info.width, height: info.height };
  } catch (error) {
    throw new ImageUndecodable(`Expected a whole JPEG or PNG image: ${(error as Error).message}`);
  }
}

const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8;
