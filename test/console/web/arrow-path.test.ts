import { expect, test } from 'vitest';
import { arrowPath } from '../../../console/web/execution/graph/arrow-path.ts';

test('a line between two points is straight', () => {
  expect(
    arrowPath([
      { x: 0, y: 0 },
      { x: 0, y: 40 },
    ]),
  ).toBe('M0,0 L0,40');
});

test('a corner is rounded, and less so where there is no room', () => {
  const corner = (length: number) =>
    arrowPath([
      { x: 0, y: 0 },
      { x: 0, y: length },
      { x: 100, y: length },
    ]);
  expect(corner(40)).toBe('M0,0 L0,28 Q0,40 12,40 L100,40');
  expect(corner(10)).toBe('M0,0 L0,5 Q0,10 12,10 L100,10');
});
