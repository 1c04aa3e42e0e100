import type { Raster } from './raster.ts';
import type { ScoredBox } from './scored-box.ts';
import { type SimilarityTransform, similarityTransform } from './similarity-transform.ts';

/** The side of the square the detector looks at; its anchors are made for this size only. */
export const canvasSide = 512;

/** One look at the picture: how it is drawn on the canvas, and which finds there may be believed. */
export interface CanvasView {
  readonly toCanvas: SimilarityTransform;
  accepts(box: ScoredBox): boolean;
}

/** The whole picture, as large as the canvas allows. Finds faces in photos. */
export function wholePicture({ width, height }: Raster): CanvasView {
  const corner = { x: 0, y: 0 };
  const scale = canvasSide / Math.max(width, height);
  return { toCanvas: similarityTransform({ scale, from: corner, to: corner }), accepts: () => true };
}

/** The whole picture small, on black. Finds faces that fill the picture, as they do in tight crops. */
export function shrunkPicture({ width, height }: Raster, shrink: number): CanvasView {
  const scale = (canvasSide / Math.max(width, height)) * shrink;
  const from = { x: width / 2, y: height / 2 };
  const to = { x: canvasSide / 2, y: canvasSide / 2 };
  return { toCanvas: similarityTransform({ scale, from, to }), accepts: () => true };
}

const tileOverlap = 120;
const cutMargin = 4;

/** Overlapping squares of `side` pixels, for faces too small in the whole picture; none when it is hardly larger. */
export function tiles({ width, height }: Raster, side: number): CanvasView[] {
  if (Math.max(width, height) <= side * 1.2) return [];
  return tileStarts(height, side).flatMap((y) =>
    tileStarts(width, side).map((x) => ({
      toCanvas: similarityTransform({ scale: canvasSide / side, from: { x, y }, to: { x: 0, y: 0 } }),
      accepts: (box: ScoredBox) =>
        !isCut(box.x, box.x + box.width, { from: x, to: x + side, end: width }) &&
        !isCut(box.y, box.y + box.height, { from: y, to: y + side, end: height }),
    })),
  );
}

function tileStarts(length: number, side: number): number[] {
  const count = Math.max(1, Math.ceil((length - tileOverlap) / (side - tileOverlap)));
  if (count === 1) return [0];
  return Array.from({ length: count }, (_, index) => Math.round((index * (length - side)) / (count - 1)));
}

/** Whether a face reaches a tile's edge inside the picture, where another tile sees it whole. */
function isCut(start: number, stop: number, tile: { from: number; to: number; end: number }): boolean {
  return (
    (tile.from > 0 && start < tile.from + cutMargin) || (tile.to < tile.end && stop > tile.to - cutMargin)
  );
}
