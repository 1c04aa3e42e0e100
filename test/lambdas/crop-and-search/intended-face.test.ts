import { expect, test } from 'vitest';
import { isIntendedFace } from '../../../lambdas/crop-and-search/intended-face.ts';

const face = { left: 100, top: 100, width: 100, height: 120 };
const crop = { left: 60, top: 52, width: 180, height: 216 };
const moved = (by: number) => ({ ...face, left: face.left + by });

test('the face itself is the intended one, also when it was detected a little off', () => {
  expect(isIntendedFace(face, { face, crop, neighbours: [] })).toBe(true);
  expect(isIntendedFace(moved(20), { face, crop, neighbours: [] })).toBe(true);
});

test('a neighbour is not, cheek to cheek or overlapping by half', () => {
  expect(isIntendedFace(moved(100), { face, crop, neighbours: [] })).toBe(false);
  expect(isIntendedFace(moved(50), { face, crop, neighbours: [] })).toBe(false);
});

test('a larger face that reaches out of the crop is not, although what is seen of it fills the crop', () => {
  const larger = { left: 0, top: 0, width: 400, height: 480 };
  const tight = { left: 85, top: 82, width: 130, height: 156 };
  expect(isIntendedFace(larger, { face, crop, neighbours: [] })).toBe(false);
  expect(isIntendedFace(larger, { face, crop: tight, neighbours: [larger] })).toBe(false);
  expect(isIntendedFace(face, { face, crop: tight, neighbours: [larger] })).toBe(true);
});

test('a face cut off at the edge of the photo is still the intended one when its box passes the edge', () => {
  const atEdge = { left: 0, top: 100, width: 70, height: 120 };
  const edgeCrop = { left: 0, top: 52, width: 110, height: 216 };
  const searched = { left: -30, top: 100, width: 100, height: 120 };
  expect(isIntendedFace(searched, { face: atEdge, crop: edgeCrop, neighbours: [] })).toBe(true);
});
