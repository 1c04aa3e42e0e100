import { halve, type Raster } from './raster.ts';

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
