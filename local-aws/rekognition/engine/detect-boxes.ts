import { canvasUnit } from './nets/detector-net.ts';
import { detectOnCanvas } from './nets/nets.ts';
import type { ImagePyramid, Raster } from './picture/image-pyramid.ts';
import {
  apply,
  invert,
  type SimilarityTransform,
  similarityTransform,
} from './picture/similarity-transform.ts';
import { warp } from './picture/warp.ts';
import { areaOf, type ScoredBox, sideOf, suppressOverlaps } from './scored-box.ts';

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

/** One look at the picture: how it is drawn on which canvas, and which finds there may be believed. */
interface CanvasView {
  readonly width: number;
  readonly height: number;
  readonly toCanvas: SimilarityTransform;
  /** Whether a find, in pixels of the picture, may be believed. */
  accepts(box: ScoredBox): boolean;
}

/** The whole picture, 512 px long: finds the small faces of photos. */
const largeView = (picture: Raster): CanvasView => wholePicture(picture, { longSide: 512, smallestFace: 12 });

/** Finds faces so large in a photo that the large view is not sure of them, at a third of its cost. */
const mediumView = (picture: Raster): CanvasView =>
  wholePicture(picture, { longSide: 256, blackAround: 16, smallestFace: 24 });

/** Finds faces that fill the picture, as they do in crops, at a fifth of the large view's cost. */
const smallView = (picture: Raster): CanvasView =>
  wholePicture(picture, { longSide: 128, blackAround: 32, smallestFace: 40 });

/** For a picture in which the others show nothing: what one size hides another may show. */
const betweenView = (picture: Raster): CanvasView =>
  wholePicture(picture, { longSide: 192, blackAround: 32, smallestFace: 24 });

interface WholePicture {
  /** Of the picture on the canvas, in pixels, as all of these. */
  readonly longSide: number;
  /** Room for faces that reach the picture's edge. */
  readonly blackAround?: number;
  /** What seems to be a smaller face often is none. */
  readonly smallestFace: number;
}

/** On a canvas no larger than it must be: the detector's time grows with its area. */
function wholePicture(
  { width, height }: Raster,
  { longSide, blackAround = 0, smallestFace }: WholePicture,
): CanvasView {
  const scale = longSide / Math.max(width, height);
  const canvas = {
    width: roundUp(width * scale + 2 * blackAround),
    height: roundUp(height * scale + 2 * blackAround),
  };
  const toCanvas = similarityTransform({
    scale,
    from: { x: 0, y: 0 },
    to: { x: blackAround, y: blackAround },
  });
  return { ...canvas, toCanvas, accepts: (box) => sideOf(box) * scale >= smallestFace };
}

const roundUp = (length: number) => Math.ceil(Math.round(length) / canvasUnit) * canvasUnit;
