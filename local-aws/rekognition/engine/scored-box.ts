import type { Point } from './picture/similarity-transform.ts';

/** A box in pixels of the upright picture, and how sure the detector is of it (0 to 1). */
export interface ScoredBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly score: number;
}

type Box = Omit<ScoredBox, 'score'>;

export const areaOf = ({ width, height }: Box) => width * height;

/** Of the square of the same area. */
export const sideOf = (box: Box) => Math.sqrt(areaOf(box));

export const centreOf = ({ x, y, width, height }: Box): Point => ({
  x: x + width / 2,
  y: y + height / 2,
});

/** Non-maximum suppression: of boxes that overlap by more than `overlap` (IoU), only the best scored stays. */
export function suppressOverlaps<Found extends ScoredBox>(boxes: readonly Found[], overlap = 0.4): Found[] {
  const kept: Found[] = [];
  for (const box of boxes.toSorted((one, other) => other.score - one.score)) {
    if (!kept.some((better) => intersectionOverUnion(better, box) > overlap)) kept.push(box);
  }
  return kept;
}

/** The area two boxes share, as a ratio of the area both cover. */
export function intersectionOverUnion(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (areaOf(one) + areaOf(other) - intersection);
}
