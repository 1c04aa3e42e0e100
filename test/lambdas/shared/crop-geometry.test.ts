import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  boxInPhoto,
  cropRectangle,
  faceInPhoto,
  isTooSmall,
  margins,
  sentSize,
} from '../../../lambdas/shared/crop-geometry.ts';

const ratio = fc.oneof(
  fc.double({ min: -1, max: 2, noNaN: true }),
  fc.constantFrom(0, 1, -0.000001, 1.000001, 1e-9),
);
const box = fc.record({ left: ratio, top: ratio, width: ratio, height: ratio });
const side = fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom(1, 79, 80, 81));
const photo = fc.record({ width: side, height: side });
const margin = fc.constantFrom(...margins);

test('any box on any photo is cropped inside the photo, with the whole face, in whole pixels', () => {
  fc.assert(
    fc.property(box, photo, margin, (boundingBox, size, m) => {
      const face = faceInPhoto(boundingBox, size);
      const crop = cropRectangle(face, size, m);
      for (const value of Object.values(crop)) expect(Number.isInteger(value)).toBe(true);
      expect(crop.left).toBeGreaterThanOrEqual(0);
      expect(crop.top).toBeGreaterThanOrEqual(0);
      expect(crop.width).toBeGreaterThanOrEqual(1);
      expect(crop.height).toBeGreaterThanOrEqual(1);
      expect(crop.left + crop.width).toBeLessThanOrEqual(size.width);
      expect(crop.top + crop.height).toBeLessThanOrEqual(size.height);
      expect(crop.left).toBeLessThanOrEqual(face.left);
      expect(crop.top).toBeLessThanOrEqual(face.top);
      expect(crop.left + crop.width).toBeGreaterThanOrEqual(face.left + face.width - 1e-6);
      expect(crop.top + crop.height).toBeGreaterThanOrEqual(face.top + face.height - 1e-6);
    }),
    { numRuns: 2_000 },
  );
});

test('a crop has at least 80 pixels a side: by margin where the photo has them, else by enlarging', () => {
  fc.assert(
    fc.property(box, photo, margin, (boundingBox, size, m) => {
      const crop = cropRectangle(faceInPhoto(boundingBox, size), size, m);
      expect(crop.width).toBeGreaterThanOrEqual(Math.min(80, size.width));
      expect(crop.height).toBeGreaterThanOrEqual(Math.min(80, size.height));
      const sent = sentSize(crop, 1024);
      expect(Math.min(sent.width, sent.height)).toBeGreaterThanOrEqual(80);
    }),
    { numRuns: 2_000 },
  );
});

test('a box found in a crop leads to its place in the photo', () => {
  fc.assert(
    fc.property(box, photo, margin, (boundingBox, size, m) => {
      const face = faceInPhoto(boundingBox, size);
      const crop = cropRectangle(face, size, m);
      const inCrop = {
        left: (face.left - crop.left) / crop.width,
        top: (face.top - crop.top) / crop.height,
        width: face.width / crop.width,
        height: face.height / crop.height,
      };
      const found = boxInPhoto(inCrop, crop);
      for (const side of ['left', 'top', 'width', 'height'] as const) {
        expect(found[side]).toBeCloseTo(face[side], 6);
      }
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('a box with %s is refused', (left) => {
  const boundingBox = { left, top: 0, width: 0.1, height: 0.1 };
  expect(() => faceInPhoto(boundingBox, { width: 100, height: 100 })).toThrow(RangeError);
});

test('a large crop is reduced and keeps its shape', () => {
  expect(sentSize({ width: 4096, height: 2048 }, 1024)).toEqual({ width: 1024, height: 512 });
});

test.each([
  [{ width: 640, height: 480 }, 39, true],
  [{ width: 640, height: 480 }, 41, false],
  [{ width: 1920, height: 1080 }, 39, true],
  [{ width: 4000, height: 3000 }, 41, false],
  [{ width: 6000, height: 4000 }, 39, true],
  [{ width: 6000, height: 4000 }, 41, false],
])('in a photo of %j, a face of %i pixels is too small: %s', (size, pixels, expected) => {
  const boundingBox = { left: 0.4, top: 0.4, width: pixels / size.width, height: pixels / size.height };
  const face = faceInPhoto(boundingBox, size);
  expect(isTooSmall(face, cropRectangle(face, size, margins[0]))).toBe(expected);
});

test('a face that is too narrow once its long crop is reduced is too small', () => {
  const size = { width: 6000, height: 4000 };
  const crop = (face: { width: number; height: number }) =>
    cropRectangle({ left: 2000, top: 500, ...face }, size, margins[0]);
  expect(isTooSmall({ width: 60, height: 2000 }, crop({ width: 60, height: 2000 }))).toBe(true);
  expect(isTooSmall({ width: 1500, height: 2000 }, crop({ width: 1500, height: 2000 }))).toBe(false);
});
