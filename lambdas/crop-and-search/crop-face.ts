import sharp from 'sharp';
import type { BoundingBox } from '../../statemachine/payloads.ts';
import { cropRectangle, faceInPhoto, type Rectangle, type Size, sentSize } from './crop-geometry.ts';

/** The longest side of a crop, in pixels: a face of 500 px and its margin; more cannot change a search. */
const longestSide = 1024;

export interface Crop {
  /** JPEG, quality 90, sRGB, upright, without metadata. */
  readonly jpeg: Buffer;
  /** The part of the photo that it shows. */
  readonly rectangle: Rectangle;
}

/** Cuts a face and its margin out of a JPEG or PNG whose upright size is `photo`. */
export async function cropFace(bytes: Buffer, photo: Size, box: BoundingBox, margin: number): Promise<Crop> {
  const rectangle = cropRectangle(faceInPhoto(box, photo), photo, margin);
  const sent = sentSize(rectangle, longestSide);
  // Rekognition found faces in what it could decode of a damaged photo: decode as much.
  const image = sharp(bytes, { failOn: 'none' });
  const { format } = await image.metadata();
  const upright = format === 'jpeg' ? image.autoOrient() : image;
  const jpeg = await upright
    .extract(rectangle)
    .resize({ ...sent, fit: 'fill' })
    .flatten()
    .toColourspace('srgb')
    .jpeg({ quality: 90 })
    .toBuffer();
  return { jpeg, rectangle };
}
