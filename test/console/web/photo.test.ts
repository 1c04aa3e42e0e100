import { describe, expect, test } from 'vitest';
import type { Face } from '../../../console/api/face.ts';
import { boxOnPhoto } from '../../../console/web/execution/photo/box-on-photo.ts';
import { placeLabels } from '../../../console/web/execution/photo/place-labels.ts';
import {
  formatSimilarity,
  outcomeInShort,
  outcomeInWords,
} from '../../../console/web/outcomes/outcome-words.ts';
import { overlap } from '../../../operations/annotate/rectangle.ts';

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

describe('outcomes in words', () => {
  const place = { idx: 1, boundingBox: { left: 0, top: 0, width: 1, height: 1 } };
  const match: Face = { ...place, outcome: 'Match', faceId: 'f', personId: 'f', similarity: 98.765 };

  test('a match tells its similarity', () => {
    expect(outcomeInShort(match)).toBe('98.77 %');
    expect(outcomeInWords(match)).toBe('98.77 % similar to face f');
  });

  test('rounding makes no certainty of almost', () => {
    expect(formatSimilarity(99.9987)).toBe('99.99 %');
    expect(formatSimilarity(100)).toBe('100 %');
  });

  test('a failure names its stage, error and cause', () => {
    const failed: Face = {
      ...place,
      outcome: 'Failed',
      stage: 'IndexFaces',
      error: 'SlowDown',
      cause: 'Busy',
    };
    expect(outcomeInWords(failed)).toBe('IndexFaces: SlowDown: Busy');
  });

  test('an unsearchable face tells why', () => {
    expect(outcomeInShort({ ...place, outcome: 'Unsearchable', reason: 'TooSmall' })).toBe('Too small');
  });
});
