import { canvasHeight, canvasWidth, detectOnCanvas } from './nets.ts';
import type { ImagePyramid } from './picture/image-pyramid.ts';
import { apply, invert, similarityTransform } from './picture/similarity-transform.ts';
import { warp } from './picture/warp.ts';
import { centreOf, type ScoredBox, sideOf, suppressOverlaps } from './scored-box.ts';

/** A part of a picture, in its pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What may be a face. */
export interface Find extends ScoredBox {
  /** Of the box on the canvas that it was found on, in pixels. */
  readonly sideSeen: number;
}

/** Finds below this are none of them faces; most between this and 0.5 are not, but of small faces some. */
const lowestScore = 0.15;
/** In pixels of the picture: nobody could be told by less of a face. */
const smallestSide = 16;

/** Draws the region as large as the detector's canvas holds it. */
export async function look(image: ImagePyramid, region: Region): Promise<Find[]> {
  const scale = scaleOf(region);
  const toCanvas = similarityTransform({
    scale,
    from: centreOf(region),
    to: { x: canvasWidth / 2, y: canvasHeight / 2 },
  });
  const canvas = warp(image, toCanvas, { width: canvasWidth, height: canvasHeight });
  const toImage = invert(toCanvas);
  const boxes = await detectOnCanvas(canvas, lowestScore);
  const found = boxes.map(({ left, top, right, bottom, score }) => {
    const { x, y } = apply(toImage, { x: left, y: top });
    return { x, y, width: (right - left) / scale, height: (bottom - top) / scale, score };
  });
  return suppressOverlaps(found)
    .filter((box) => sideOf(box) >= smallestSide && !isCut(box, region, image.full, 2 / scale))
    .map((box) => ({ ...box, sideSeen: sideOf(box) * scale }));
}

const scaleOf = ({ width, height }: Region) => Math.min(canvasWidth / width, canvasHeight / height);

/** Whether it reaches the region's edge inside the picture: another region shows it whole. */
function isCut(
  { x, y, width, height }: ScoredBox,
  region: Region,
  picture: { width: number; height: number },
  margin: number,
): boolean {
  const right = region.x + region.width;
  const bottom = region.y + region.height;
  return (
    (region.x > 0 && x < region.x + margin) ||
    (region.y > 0 && y < region.y + margin) ||
    (right < picture.width && x + width > right - margin) ||
    (bottom < picture.height && y + height > bottom - margin)
  );
}

/** Drawn nearly at their own size, faces show nothing more. */
const closestScale = 0.7;
/** On the canvas: where one is so small, others may be too small to be found. */
const smallSide = 24;
const deepest = 2;

/**
 * Looks at the quarters of a region that holds more than its canvas could show, and at the quarters of a quarter
 * with small faces: at a photo of 1920 px in halves, thirds and sixths of its size.
 */
export async function lookCloser(image: ImagePyramid, region: Region, depth = 1): Promise<Find[]> {
  if (scaleOf(region) >= closestScale) return [];
  const finds: Find[] = [];
  for (const quarter of quartersOf(region)) {
    const found = await look(image, quarter);
    finds.push(...found);
    const hasSmall = found.some(({ sideSeen, score }) => sideSeen < smallSide && score >= 0.3);
    if (depth < deepest && hasSmall) finds.push(...(await lookCloser(image, quarter, depth + 1)));
  }
  return finds;
}

/** More than a half of the region's sides, so that what one quarter cuts is whole in another. */
const quarterSide = 0.575;

function quartersOf({ x, y, width, height }: Region): Region[] {
  const size = { width: width * quarterSide, height: height * quarterSide };
  const [right, below] = [x + width - size.width, y + height - size.height];
  return [
    { x, y, ...size },
    { x: right, y, ...size },
    { x, y: below, ...size },
    { x: right, y: below, ...size },
  ];
}
