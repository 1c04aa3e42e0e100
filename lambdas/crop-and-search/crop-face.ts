import { isDeepStrictEqual } from 'node:util';
import { type Rectangle, type Size, sentSize } from '../shared/crop-geometry.ts';
import { loadSharp } from '../shared/load-sharp.ts';

/**
 * Cuts a part of the photo out of a face's cutout: JPEG, quality 90, sRGB, without metadata, at least 80 px a side.
 * All of it is the cutout as it is: encoded again it would only lose detail.
 *
 * Both rectangles are pixels of the photo, and the part lies in the cutout; the cutout may be scaled.
 */
export async function cropFace(
  cutout: { readonly jpeg: Buffer; readonly rectangle: Rectangle },
  part: Rectangle,
): Promise<Buffer> {
  if (isDeepStrictEqual(part, cutout.rectangle)) return cutout.jpeg;
  // Most faces need no tighter crop, and a new sandbox starts sooner without sharp (npm run bench:cold).
  const sharp = await loadSharp();
  const image = sharp(cutout.jpeg);
  const { width, height } = await image.metadata();
  const pixels = scale(part, cutout.rectangle, { width, height });
  return image
    .extract(pixels)
    .resize({ ...sentSize(pixels), fit: 'fill' })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** Whole pixels of an image that shows `whole`, for a part of it. */
function scale(part: Rectangle, whole: Rectangle, size: Size): Rectangle {
  const horizontal = size.width / whole.width;
  const vertical = size.height / whole.height;
  const left = Math.round((part.left - whole.left) * horizontal);
  const top = Math.round((part.top - whole.top) * vertical);
  return {
    left,
    top,
    width: Math.min(Math.round(part.width * horizontal), size.width - left),
    height: Math.min(Math.round(part.height * vertical), size.height - top),
  };
}
