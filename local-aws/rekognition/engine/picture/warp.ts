import type { ImagePyramid } from './image-pyramid.ts';
import { invert, type SimilarityTransform, scaleOf } from './similarity-transform.ts';

/**
 * Draws the picture through a transform onto a black canvas: red, then green, then blue, each `width` × `height`, values
 * 0 to 255, bilinear.
 * The canvas is a square when no height is given; `mirrored` flips it left to right.
 */
export function warp(
  image: ImagePyramid,
  toCanvas: SimilarityTransform,
  { width, height = width, mirrored = false }: { width: number; height?: number; mirrored?: boolean },
): Float32Array {
  const toImage = invert(toCanvas);
  const { raster, scale } = image.levelFor(scaleOf(toImage));
  const { pixels } = raster;
  const area = width * height;
  const canvas = new Float32Array(3 * area);
  const across = toImage.a * scale;
  const down = toImage.b * scale;
  for (let y = 0; y < height; y++) {
    // Coordinates name pixel corners, so a pixel's colour sits half a pixel further.
    const lineX = toImage.tx * scale - down * (y + 0.5) - 0.5;
    const lineY = toImage.ty * scale + across * (y + 0.5) - 0.5;
    for (let column = 0; column < width; column++) {
      const x = mirrored ? width - 1 - column : column;
      const sourceX = lineX + across * (x + 0.5);
      const sourceY = lineY + down * (x + 0.5);
      const leftmost = Math.floor(sourceX);
      const topmost = Math.floor(sourceY);
      if (leftmost < -1 || topmost < -1 || leftmost >= raster.width || topmost >= raster.height) continue;

      const fromLeft = sourceX - leftmost;
      const fromTop = sourceY - topmost;
      const left = Math.max(0, leftmost) * 3;
      const right = Math.min(raster.width - 1, leftmost + 1) * 3;
      const top = Math.max(0, topmost) * raster.width * 3;
      const bottom = Math.min(raster.height - 1, topmost + 1) * raster.width * 3;
      let at = y * width + column;
      for (let channel = 0; channel < 3; channel++, at += area) {
        const topLeft = pixels[top + left + channel]!;
        const bottomLeft = pixels[bottom + left + channel]!;
        const above = topLeft + (pixels[top + right + channel]! - topLeft) * fromLeft;
        const below = bottomLeft + (pixels[bottom + right + channel]! - bottomLeft) * fromLeft;
        canvas[at] = above + (below - above) * fromTop;
      }
    }
  }
  return canvas;
}
