import { canvasUnit } from './nets/detector-net.ts';
import type { Raster } from './picture/image-pyramid.ts';
import { type SimilarityTransform, similarityTransform } from './picture/similarity-transform.ts';
import { type ScoredBox, sideOf } from './scored-box.ts';

/** One look at the picture: how it is drawn on which canvas, and which finds there may be believed. */
export interface CanvasView {
  readonly width: number;
  readonly height: number;
  readonly toCanvas: SimilarityTransform;
  /** Whether a find, in pixels of the picture, may be believed. */
  accepts(box: ScoredBox): boolean;
}

/** The whole picture, 512 px long: finds the small faces of photos. */
export const largeView = (picture: Raster): CanvasView =>
  wholePicture(picture, { longSide: 512, smallestFace: 12 });

/** Finds faces so large in a photo that the large view is not sure of them, at a third of its cost. */
export const mediumView = (picture: Raster): CanvasView =>
  wholePicture(picture, { longSide: 256, blackAround: 16, smallestFace: 24 });

/** Finds faces that fill the picture, as they do in crops, at a fifth of the large view's cost. */
export const smallView = (picture: Raster): CanvasView =>
  wholePicture(picture, { longSide: 128, blackAround: 32, smallestFace: 40 });

/** For a picture in which the others show nothing: what one size hides another may show. */
export const betweenView = (picture: Raster): CanvasView =>
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
