import { expect, test } from 'vitest';
import type { Face } from '../../../../../console/api/face.ts';
import { atThreshold, matchesAt } from '../../../../../console/web/execution/photo/at-threshold.ts';

const boundingBox = { left: 0.1, top: 0.1, width: 0.2, height: 0.2 };
const match = (idx: number, similarity: number): Face => ({
  ...{ idx, boundingBox, outcome: 'Match', faceId: 'anna', personId: 'anna', similarity, name: 'Anna' },
});
const nobody: Face = { idx: 3, boundingBox, outcome: 'NoMatch', threshold: 95 };
const faces = [match(1, 99.2), match(2, 96), nobody];

test('with a higher threshold whoever is below it would be nobody, and all others as they are', () => {
  expect(atThreshold(faces, 98)).toEqual([
    faces[0],
    { idx: 2, boundingBox, outcome: 'NoMatch', threshold: 98 },
    nobody,
  ]);
});

test('a similarity of just the threshold reaches it', () => {
  expect(matchesAt(faces, 96)).toEqual({ matches: 2, lost: 0 });
  expect(matchesAt(faces, 96.1)).toEqual({ matches: 1, lost: 1 });
});
