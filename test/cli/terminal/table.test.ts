import { expect, test } from 'vitest';
import { table } from '../../../cli/terminal/table.ts';

const columns = [{ title: 'status' }, { title: 'photo', cut: true }, { title: 'name' }] as const;
const rows = [
  ['FAILED', `photos-raw/${'x'.repeat(900)}/party.jpg`, 'one'],
  ['SUCCEEDED', 'photos-raw/a.jpg', 'two'],
];
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

test('a long key does not pad every row, and keeps its ends', () => {
  const told = table(columns, rows, undefined);
  expect(told).toMatch(/photos-raw\/x+…x+\/party\.jpg {2}one/);
  expect(widest(told)).toBeLessThan(130);
});

test.each([40, 60, 80])('a table keeps to a terminal of %d columns', (width) => {
  const told = table(columns, rows, width);
  expect(widest(told)).toBeLessThanOrEqual(width);
  expect(told).toContain('…');
  expect(told).toContain('party.jpg');
});
