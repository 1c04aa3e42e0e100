import { expect, test } from 'vitest';
import { exponent } from '../../bench/growth/exponent.ts';
import { growthOf } from '../../bench/growth/grow.ts';
import { objects } from '../../bench/growth/subjects/objects.ts';

test.each([
  ['the same', 0, 5],
  ['in proportion', 1, 50],
  ['with its square', 2, 500],
])('what grows %s has the exponent %d', (_, expected, value) => {
  expect(exponent({ size: 10, value: 5 }, { size: 100, value })).toBeCloseTo(expected, 10);
});

test('each step has a row for each size, the smallest without exponents', { timeout: 120_000 }, async () => {
  const rows = await growthOf({ ...objects, sizes: [5, 50] });
  const steps = new Set(rows.map(({ step }) => step));
  expect([...steps]).toEqual(['put', 'restart', 'list for the first time', 'list', 'put 200 more']);
  expect(rows).toHaveLength(2 * steps.size);
  expect(rows[0]).toMatchObject({ grows: 'objects of a bucket', size: 5, cpuExponent: undefined });
  expect(rows[1]).toMatchObject({ size: 50, cpuExponent: expect.any(Number), rssMB: expect.any(Number) });
});
