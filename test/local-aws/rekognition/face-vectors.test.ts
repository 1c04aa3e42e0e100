import { expect, test } from 'vitest';
import { FaceVectors, type Neighbour } from '../../../local-aws/rekognition/collections/face-vectors.ts';
import { cosineAt } from '../../../local-aws/rekognition/similarity.ts';
import { ofLengthOne } from './fixed-face-engine.ts';
import { randomBytes } from './synthetic-images.ts';

const length = 512;
const count = 2000;
const query = vectorsOf(1, 99);

/** Strangers lie at right angles, as real descriptors do; every tenth row is close to the query. */
const vectors = vectorsOf(count, 1);
for (let row = 0; row < count; row += 10) {
  const nearness = 0.2 + 0.6 * (row / count);
  const vector = vectors.subarray(row * length, (row + 1) * length);
  vector.set(ofLengthOne(query.map((value, index) => value + (vector[index]! - value) * nearness)));
}
// Two rows of the same vector: the earlier must come first.
vectors.copyWithin(500 * length, 20 * length, 21 * length);

const faces = new FaceVectors();
for (let row = 0; row < count; row++) faces.add(vectors.subarray(row * length, (row + 1) * length));

test.each([0, 80, 95])('a search at threshold %i finds what comparing every pair finds', (threshold) => {
  for (const atMost of [1, 7, 80, 4096]) {
    const atLeast = cosineAt(threshold);
    const expected = compareEveryPair(atLeast).slice(0, atMost);
    expect(faces.nearest(query, { atMost, atLeast })).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  }
});

test('a search in no vectors finds none', () => {
  expect(new FaceVectors().nearest(query, { atMost: 5 })).toEqual([]);
});

function compareEveryPair(atLeast: number): Neighbour[] {
  const all = Array.from({ length: count }, (_, row) => {
    const sums = [0, 0, 0, 0];
    for (let index = 0; index < length; index++)
      sums[index % 4]! += query[index]! * vectors[row * length + index]!;
    return { row, cosine: sums.reduce((all, sum) => all + sum) };
  });
  return all
    .filter(({ cosine }) => cosine >= atLeast)
    .sort((one, other) => other.cosine - one.cosine || one.row - other.row);
}

/** Each of length 1. */
function vectorsOf(rows: number, seed: number): Float32Array {
  const vectors = Float32Array.from(randomBytes(rows * length, seed), (byte) => byte / 255 - 0.5);
  for (let row = 0; row < rows; row++) {
    const vector = vectors.subarray(row * length, (row + 1) * length);
    vector.set(ofLengthOne(vector));
  }
  return vectors;
}
