import type { BoundingBox } from '../../statemachine/payloads.ts';
import { shortestImageSide, smallestFace } from './rekognition-limits.ts';

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels of the upright photo. */
export interface Rectangle extends Size {
  readonly left: number;
  readonly top: number;
}

/**
 * Margins to try, as a part of the face's own width and height on each side. Rekognition wants surroundings
 * to find a face, but searches only the largest one it sees: the tighter one is for a crop in which a
 * neighbour was larger. None is without a margin: there, whatever face fills the crop would seem to be the right one.
 */
export const margins = [0.4, 0.15] as const;

/** Pixels of a crop: a face of 500 and its margin; more cannot change a search. */
export const longestCropSide = 1024;

/**
 * Whether a face is too small in its own crop, which is the image that is searched: how large the photo around it is
 * says nothing. A crop is never enlarged into more than it shows, and never larger than the image for which Rekognition
 * names its smallest face.
 */
export function isTooSmall(face: Size, crop: Size): boolean {
  const reduced = Math.min(1, longestCropSide / Math.max(crop.width, crop.height));
  return Math.min(face.width, face.height) * reduced < smallestFace;
}

/**
 * The part of the face that lies in the photo; fractions of pixels are kept.
 *
 * Boxes may begin before the photo or pass its end. One that lies outside, or has no area, becomes the
 * nearest pixel inside. Throws RangeError for a ratio that is no number.
 */
export function faceInPhoto(box: BoundingBox, photo: Size): Rectangle {
  const horizontal = clampSpan(box.left, box.width, photo.width);
  const vertical = clampSpan(box.top, box.height, photo.height);
  return { left: horizontal.start, top: vertical.start, width: horizontal.length, height: vertical.length };
}

function clampSpan(start: number, length: number, whole: number) {
  if (!Number.isFinite(start) || !Number.isFinite(length)) {
    throw new RangeError(`Expected a bounding box of numbers, got ${start} and ${length}`);
  }
  const from = Math.min(Math.max(start * whole, 0), whole - 1);
  const to = Math.min(Math.max((start + length) * whole, from + 1), whole);
  return { start: from, length: to - from };
}

/** The whole pixels to cut for a face: its margin as far as the photo goes, and at least 80 a side if it has them. */
export function cropRectangle(face: Rectangle, photo: Size, margin: number): Rectangle {
  const horizontal = widen(face.left, face.width, photo.width, margin);
  const vertical = widen(face.top, face.height, photo.height, margin);
  return { left: horizontal.start, top: vertical.start, width: horizontal.length, height: vertical.length };
}

function widen(start: number, length: number, whole: number, margin: number) {
  const from = Math.max(0, Math.floor(start - margin * length));
  const to = Math.min(whole, Math.ceil(start + length + margin * length));
  const missing = shortestImageSide - (to - from);
  if (missing <= 0) return { start: from, length: to - from };
  const first = Math.min(Math.max(0, from - Math.floor(missing / 2)), Math.max(0, whole - shortestImageSide));
  return { start: first, length: Math.min(whole, shortestImageSide) };
}

/** The size to send: enlarged where the photo has no 80 pixels to give, reduced to the longest side that is of use. */
export function sentSize({ width, height }: Size, longest = Number.POSITIVE_INFINITY): Size {
  const enlarge = Math.max(1, shortestImageSide / Math.min(width, height));
  const reduce = Math.min(1, longest / Math.max(width, height));
  const scale = enlarge > 1 ? enlarge : reduce;
  return {
    width: Math.max(shortestImageSide, Math.round(width * scale)),
    height: Math.max(shortestImageSide, Math.round(height * scale)),
  };
}

/** What of a rectangle lies in another. */
export function intersection(a: Rectangle, b: Rectangle): Rectangle {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  return {
    left,
    top,
    width: Math.max(0, Math.min(a.left + a.width, b.left + b.width) - left),
    height: Math.max(0, Math.min(a.top + a.height, b.top + b.height) - top),
  };
}

/** Where a box, as ratios of a crop, is in the photo; not cut off at the crop's edges. */
export const boxInPhoto = (box: BoundingBox, crop: Rectangle): Rectangle => ({
  left: crop.left + box.left * crop.width,
  top: crop.top + box.top * crop.height,
  width: box.width * crop.width,
  height: box.height * crop.height,
});
