import { expect, test } from 'vitest';
import { describeMachine, rounded, rowsAsJson, rowsAsTable } from '../../bench/report.ts';

const rows = [
  { bench: 'crop', faces: 10_000, isBounded: true, seconds: 2.25 },
  { bench: 'detection', faces: 1, isBounded: false, seconds: undefined },
];

test('a table has a column for each field, numbers to the right', () => {
  expect(rowsAsTable(rows).split('\n')).toEqual([
    'bench       faces  isBounded  seconds',
    'crop       10,000        yes     2.25',
    'detection       1         no',
  ]);
});

test('JSON has a line for each row', () => {
  const text = rowsAsJson(rows);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ rows })));
  expect(text.split('\n')).toHaveLength(rows.length + 2);
});

test('the machine is told with its processor, cores and Node', () => {
  expect(describeMachine()).toMatch(/^.+, \d+ cores, Node v\d+\./);
});

test('a figure keeps so many digits after the point', () => {
  expect([rounded(2.345, 1), rounded(2, 2), rounded(0.00004, 4)]).toEqual([2.3, 2, 0]);
});
