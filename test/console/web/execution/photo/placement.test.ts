import { describe, expect, test } from 'vitest';
import type { Face } from '../../../../../console/api/face.ts';
import { boxOnPhoto, placeLabels } from '../../../../../console/web/execution/photo/placement.ts';
import { overlap } from '../../../../../operations/annotate/rectangle.ts';

const faceAt = (idx: number, left: number, top: number, size = 0.1): Face => ({
  idx,
  outcome: 'NoMatch',
  threshold: 95,
  thumbKey: `face_${idx}.jpg`,
  boundingBox: { left, top, width: size, height: size },
});

const grid = (count: number): Face[] => {
  const columns = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, index) =>
    faceAt(index + 1, (index % columns) / columns, Math.floor(index / columns) / columns, 0.6 / columns),
  );
};

const picture = { width: 800, height: 600 };

describe('the box of a face', () => {
  test('keeps its share of the photo, whatever size that is shown in', () => {
    expect(boxOnPhoto({ left: 0.25, top: 0.1, width: 0.5, height: 1 / 3 })).toEqual({
      left: '25%',
      top: '10%',
      width: '50%',
      height: '33.3333%',
    });
  });

  test('ends at the edge of the photo where it reaches past it', () => {
    expect(boxOnPhoto({ left: -0.1, top: 0.9, width: 0.3, height: 0.4 })).toEqual({
      left: '0%',
      top: '90%',
      width: '20%',
      height: '10%',
    });
  });
});

describe('labels on the photo', () => {
  test.each([1, 3, 20, 100])('of %d faces lie inside it', (count) => {
    for (const { place } of placeLabels(grid(count), picture)) {
      expect(place.x).toBeGreaterThanOrEqual(0);
      expect(place.y).toBeGreaterThanOrEqual(0);
      expect(place.x + place.width).toBeLessThanOrEqual(picture.width);
      expect(place.y + place.height).toBeLessThanOrEqual(picture.height);
    }
  });

  test('do not cover each other where there is room', () => {
    const labels = placeLabels([faceAt(1, 0.4, 0.4), faceAt(2, 0.45, 0.4), faceAt(3, 0.41, 0.42)], picture);
    for (const one of labels)
      for (const other of labels) if (one !== other) expect(overlap(one.place, other.place)).toBe(0);
  });

  test('have words for a few faces, a number for more, and always a sign', () => {
    const form = (count: number) => {
      const [{ text, withNumber } = {}] = placeLabels(grid(count), picture);
      return { text, withNumber };
    };
    expect(form(4)).toEqual({ text: 'No match', withNumber: true });
    expect(form(50)).toEqual({ text: undefined, withNumber: true });
    expect(form(100)).toEqual({ text: undefined, withNumber: false });
  });
});
