import type { ImagePyramid } from './image-pyramid.ts';
import { invert, type SimilarityTransform, scaleOf } from './similarity-transform.ts';

/**
 * Draws the picture through a transform onto a black square: `side` × `side` × RGB, values 0 to 255, bilinear.
 * `mirrored` flips the square left to right.
 */
export function warp(
  image: ImagePyramid,
  toSquare: SimilarityTransform,
  side: number,
  { mirrored = false } = {},
): Float32Array {
  const toImage = invert(toSquare);
  const { raster, scale } = image.levelFor(scaleOf(toImage));
  const { pixels, width, height } = raster;
  const square = new Float32Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let column = 0; column < side; column++) {
      const x = mirrored ? side - 1 - column : column;
      // Coordinates name pixel corners, so a pixel's colour sits half a pixel further.
      const sourceX = (toImage.a * (x + 0.5) - toImage.b * (y + 0.5) + toImage.tx) * scale - 0.5;
      const sourceY = (toImage.b * (x + 0.5) + toImage.a * (y + 0.5) + toImage.ty) * scale - 0.5;
      const leftmost = Math.floor(sourceX);
      const topmost = Math.floor(sourceY);
      if (leftmost < -1 || topmost < -1 || leftmost >= width || topmost >= height) continue;

      const fromLeft = sourceX - leftmost;
      const fromTop = sourceY - topmost;
      const left = Math.max(0, leftmost) * 3;
      const right = Math.min(width - 1, leftmost + 1) * 3;
      const top = Math.max(0, topmost) * width * 3;
      const bottom = Math.min(height - 1, topmost + 1) * width * 3;
      const at = (y * side + column) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const above =
          pixels[top + left + channel]! * (1 - fromLeft) + pixels[top + right + channel]! * fromLeft;
        const below =
          pixels[bottom + left + channel]! * (1 - fromLeft) + pixels[bottom + right + channel]! * fromLeft;
        square[at + channel] = above * (1 - fromTop) + below * fromTop;
      }
    }
  }
  return square;
}
