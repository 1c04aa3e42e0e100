import { betweenView, type CanvasView, largeView, mediumView, smallView } from './canvas-views.ts';
import { detectOnCanvas } from './nets/nets.ts';
import type { ImagePyramid } from './picture/image-pyramid.ts';
import { apply, invert } from './picture/similarity-transform.ts';
import { warp } from './picture/warp.ts';
import { areaOf, type ScoredBox, suppressOverlaps } from './scored-box.ts';

/** A score every box must reach; the single best of a picture may do with `lastResortScore`. */
const trustedScore = 0.5;
const lastResortScore = 0.2;

/**
 * The faces of a picture, largest first and then left to right: the order that numbers them everywhere else.
 *
 * Dependable for faces of 24 px or more when the picture's long side is 512: about 90 px in a photo 1920 px wide.
 */
export async function detectBoxes(image: ImagePyramid, { onlyLargest = false } = {}): Promise<ScoredBox[]> {
  const { full } = image;
  const inViews = async (views: readonly CanvasView[]) => {
    const found: ScoredBox[] = [];
    for (const view of views) found.push(...(await detectInView(image, view)));
    return found;
  };
  if (onlyLargest) {
    // No face is larger than one that fills the picture.
    const filling = largestFirst((await inViews([smallView(full)])).filter(isTrusted));
    if (filling.length > 0) return filling.slice(0, 1);
  }
  let found = await inViews([largeView(full), mediumView(full)]);
  if (found.length === 0) found = await inViews([betweenView(full), smallView(full)]);
  const kept = suppressOverlaps(found);
  const trusted = kept.filter(isTrusted);
  return trusted.length > 0 ? largestFirst(trusted) : kept.slice(0, 1);
}

const isTrusted = ({ score }: ScoredBox) => score >= trustedScore;

const largestFirst = (boxes: readonly ScoredBox[]): ScoredBox[] =>
  boxes.toSorted((one, other) => areaOf(other) - areaOf(one) || one.x - other.x);

/** Best scored first. */
async function detectInView(
  image: ImagePyramid,
  { toCanvas, width, height, accepts }: CanvasView,
): Promise<ScoredBox[]> {
  const pixels = warp(image, toCanvas, { width, height });
  const fromCanvas = invert(toCanvas);
  const candidates: ScoredBox[] = [];
  const found = await detectOnCanvas({ pixels, width, height }, lastResortScore);
  for (const { left, top, right, bottom, score } of found) {
    const { x, y } = apply(fromCanvas, { x: left, y: top });
    const opposite = apply(fromCanvas, { x: right, y: bottom });
    candidates.push({ x, y, width: opposite.x - x, height: opposite.y - y, score });
  }
  return suppressOverlaps(candidates).filter(accepts);
}
