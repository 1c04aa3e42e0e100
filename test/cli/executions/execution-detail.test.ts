import { expect, test } from 'vitest';
import { shownOutput } from '../../../cli/executions/execution-detail.ts';

const shown = (output: unknown, input: unknown) => shownOutput(JSON.stringify(output), JSON.stringify(input));

test('an output that repeats its input shows only what is new', () => {
  const input = { photo: { key: 'a.jpg' }, face: { idx: 1 } };
  const output = { photo: { key: 'a.jpg' }, face: { idx: 1, outcome: 'NoMatch', crop: { key: 'b.jpg' } } };
  expect(shown(output, input)).toBe('{face: {idx: 1, outcome: "NoMatch", crop: {…}}}');
});

test('several new fields are shown without their depths', () => {
  expect(shown({ photo: { key: 'a.jpg' }, threshold: 95, faces: [{}, {}] }, { key: 'a.jpg' })).toBe(
    '{photo: {…}, threshold: 95, faces: [2]}',
  );
});

test('an output like its input shows nothing', () => {
  expect(shown({ a: [1] }, { a: [1] })).toBe('');
});

test.each([
  ['text', '"text"'],
  [null, 'null'],
  [[1, 2], '[2]'],
])('the output %j is shown whole or counted', (output, told) => {
  expect(shown(output, {})).toBe(told);
});
