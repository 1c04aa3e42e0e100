import { expect, test } from 'vitest';
import type { Face } from '../../../../console/api/face.ts';
import { compareFaces } from '../../../../console/web/photo/compare-faces.ts';

const at = (left: number) => ({ left, top: 0.2, width: 0.1, height: 0.1 });
const unknown = (idx: number, left: number): Face => ({
  ...{ idx, boundingBox: at(left), outcome: 'NoMatch', threshold: 95 },
});
const anna = (idx: number, left: number, similarity = 99): Face => ({
  ...{ idx, boundingBox: at(left), outcome: 'Match', faceId: 'anna', personId: 'anna', similarity },
});

test('a face that is somebody now changed, and one that is as it was did not', () => {
  const [before, after] = [
    [unknown(1, 0.1), anna(2, 0.5)],
    [anna(1, 0.1), anna(2, 0.5)],
  ];
  expect(compareFaces(before, after)).toEqual([{ before: before[0], after: after[0] }]);
});

test('faces are told apart by their place, in whatever order they come', () => {
  const after = [anna(1, 0.501), unknown(2, 0.1)];
  expect(compareFaces([unknown(1, 0.1), anna(2, 0.5)], after)).toEqual([]);
});

test('a face that was not found before, or is not any more, is told', () => {
  const [gone, found] = [unknown(1, 0.1), unknown(1, 0.7)];
  expect(compareFaces([gone], [found])).toEqual([{ after: found }, { before: gone }]);
});

test('a similarity that moves by less than is shown is no change, one that is seen is', () => {
  expect(compareFaces([anna(1, 0.1, 99.1)], [anna(1, 0.1, 99.1001)])).toEqual([]);
  expect(compareFaces([anna(1, 0.1, 99.1)], [anna(1, 0.1, 98.7)])).toHaveLength(1);
});
