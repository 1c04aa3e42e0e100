import { type CanvasView, canvasSide, shrunkPicture, tiles, wholePicture } from './canvas-views.ts';
import type { ImagePyramid } from './image-pyramid.ts';
import { detectOnCanvas } from './nets.ts';
import { areaOf, type ScoredBox, suppressOverlaps } from './scored-box.ts';
import { apply, invert } from './similarity-transform.ts';
import { warp } from './warp.ts';

/** A score every box must reach; the single best of a picture may do with `lastResortScore`. */
const trustedScore = 0.5;
const lastResortScore = 0.2;

/** Smaller finds on the 512² canvas are inventions: the shrunk view makes them up in crowds. */
const smallestOnCanvas = 12;

/** Pictures up to this long side are taken for crops, and looked at twice more when no face was found. */
const longestCrop = 640;

/**
 * The faces of a picture, largest first and then left to right: the order that numbers them everywhere else.
 *
 * Dependable for faces of 24 px or more on the canvas, about 90 px in a photo 1920 px wide. `tileSize` (px of
 * the picture) also finds smaller ones, for one more inference per tile and now and then a false find.
 */
export async function detectBoxes(
  image: ImagePyramid,
  { tileSize }: { tileSize?: number } = {},
): Promise<ScoredBox[]> {
  const { full } = image;
  const views = [wholePicture(full), shrunkPicture(full, 0.5), ...(tileSize ? tiles(full, tileSize) : [])];
  let found = await detectIn(image, views);
  if (found.length === 0 && Math.max(full.width, full.height) <= longestCrop) {
    found = await detectIn(image, [shrunkPicture(full, 0.7), shrunkPicture(full, 0.33)]);
  }
  const trusted = found.filter(({ score }) => score >= trustedScore);
  const faces = trusted.length > 0 ? trusted : found.slice(0, 1);
  return faces.toSorted((one, other) => areaOf(other) - areaOf(one) || one.x - other.x);
}

/** Best scored first. */
async function detectIn(image: ImagePyramid, views: readonly CanvasView[]): Promise<ScoredBox[]> {
  const found: ScoredBox[] = [];
  for (const view of views) found.push(...(await detectInView(image, view)));
  return suppressOverlaps(found);
}

async function detectInView(image: ImagePyramid, { toCanvas, accepts }: CanvasView): Promise<ScoredBox[]> {
  const fromCanvas = invert(toCanvas);
  const candidates: ScoredBox[] = [];
  for (const { left, top, right, bottom, score } of await detectOnCanvas(warp(image, toCanvas, canvasSide))) {
    if (score < lastResortScore || (right - left) * (bottom - top) < smallestOnCanvas ** 2) continue;
    const { x, y } = apply(fromCanvas, { x: left, y: top });
    const opposite = apply(fromCanvas, { x: right, y: bottom });
    candidates.push({ x, y, width: opposite.x - x, height: opposite.y - y, score });
  }
  return suppressOverlaps(candidates).filter(accepts);
}
