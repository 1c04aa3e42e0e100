import type { BoundingBox, DetectedFace } from '../../statemachine/payloads.ts';
import {
  cropRectangle,
  faceInPhoto,
  isTooSmall,
  longestCropSide,
  margins,
  type Rectangle,
  sentSize,
} from '../shared/crop-geometry.ts';
import { loadSharp } from '../shared/load-sharp.ts';
import type { Pixels } from './decode-image.ts';

/**
 * Makes the cutout of every face that is large enough to be searched, with the widest margin that its crop may have:
 * the photo is decoded once, and not again for each face. `bytes` are all cutouts, one after the other; each is the
 * first crop to search, and what a tighter one is made of.
 */
export async function makeCutouts(
  pixels: Pixels,
  boxes: readonly BoundingBox[],
): Promise<{ faces: DetectedFace[]; bytes: Buffer }> {
  const jpegs = await Promise.all(
    boxes.map(async (box) => {
      const face = faceInPhoto(box, pixels.info);
      const rectangle = cropRectangle(face, pixels.info, margins[0]);
      if (isTooSmall(face, rectangle)) return undefined;
      return { rectangle, jpeg: await encodeCrop(pixels, rectangle) };
    }),
  );

  let end = 0;
  const faces = boxes.map((boundingBox, index): DetectedFace => {
    const face = { idx: index + 1, boundingBox };
    const cut = jpegs[index];
    if (!cut) return face;
    const start = end;
    end += cut.jpeg.length;
    return { ...face, cutout: { bytes: [start, end - 1], rectangle: cut.rectangle } };
  });
  return { faces, bytes: Buffer.concat(jpegs.flatMap((cut) => cut?.jpeg ?? [])) };
}

/**
 * A part of the photo as it is sent to Rekognition: JPEG, quality 90, sRGB, without metadata, at least 80 px a side.
 * Optimal Huffman codes would take as long again, for a few per cent.
 */
export async function encodeCrop(
  { data, info: { width, height, channels } }: Pixels,
  rectangle: Rectangle,
): Promise<Buffer> {
  const sharp = await loadSharp();
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
    .extract(rectangle)
    .resize({ ...sentSize(rectangle, longestCropSide), fit: 'fill' })
    .jpeg({ quality: 90, optimiseCoding: false })
    .toBuffer();
}
