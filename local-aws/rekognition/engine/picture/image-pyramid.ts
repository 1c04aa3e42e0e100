/** A decoded picture: 8-bit RGB, three bytes a pixel, rows from top to bottom without padding. */
export interface Raster {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The picture at half its size, each pixel the mean of four; an odd last row or column is dropped. */
export function halve({ pixels, width, height }: Raster): Raster {
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const half = new Uint8Array(halfWidth * halfHeight * 3);
  const row = width * 3;
  let at = 0;
  for (let y = 0; y < halfHeight; y++) {
    let above = 2 * y * row;
    let below = above + row;
    for (let x = 0; x < halfWidth; x++, above += 6, below += 6, at += 3) {
      half[at] = (pixels[above]! + pixels[above + 3]! + pixels[below]! + pixels[below + 3]! + 2) >> 2;
      half[at + 1] =
        (pixels[above + 1]! + pixels[above + 4]! + pixels[below + 1]! + pixels[below + 4]! + 2) >> 2;
      half[at + 2] =
        (pixels[above + 2]! + pixels[above + 5]! + pixels[below + 2]! + pixels[below + 5]! + 2) >> 2;
    }
  }
  return { pixels: half, width: halfWidth, height: halfHeight };
}

/** Below this width a further halving would leave too little of the picture. */
const narrowestLevel = 64;

/** A picture and its halvings, made when first needed, so that a warp never skips pixels when it shrinks. */
export class ImagePyramid {
  readonly full: Raster;
  readonly #levels: Raster[];

  constructor(full: Raster) {
    this.full = full;
    this.#levels = [full];
  }

  /** The smallest level with at least one pixel for each pixel drawn, and its scale relative to the full picture. */
  levelFor(pixelsPerDrawnPixel: number): { raster: Raster; scale: number } {
    let level = 0;
    for (let left = pixelsPerDrawnPixel; left >= 2; left /= 2) {
      const raster = this.#levels[level]!;
      if (raster.width <= narrowestLevel) break;
      this.#levels[++level] ??= halve(raster);
    }
    return { raster: this.#levels[level]!, scale: 1 / 2 ** level };
  }
}
