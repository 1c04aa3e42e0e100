import { expect, test } from 'vitest';
import { batchOf, nameInRun, photoIdIn } from '../../statemachine/execution-name.ts';

const photoId = '9535d6c386edd2894c9f';

test.each([
  ['1128-022530-x7', '1128-022530-x7'],
  ['0f8fad5b-d9cb-469f-a165-70867728950e', expect.stringMatching(/^[0-9a-f]{14}$/)],
  // Step Functions takes these in a name; a photo's execution could not be told by them.
  ['a_b', expect.stringMatching(/^[0-9a-f]{14}$/)],
  ['a.b', expect.stringMatching(/^[0-9a-f]{14}$/)],
])('the run %s is told in the names of its executions as %s', (run, batch) => {
  expect(batchOf(run)).toEqual(batch);
  expect(photoIdIn(`${nameInRun({ readable: 'party', photoId, run })}-0`)).toBe(photoId);
});

test('a name in a run has room for the last redrive, and keeps the end of what is readable', () => {
  const name = nameInRun({ readable: 'x'.repeat(100).concat('party'), photoId, run: '1128-022530-x7' });
  expect(`${name}-1000`).toHaveLength(80);
  expect(name).toMatch(new RegExp(`x+party_${photoId}_1128-022530-x7$`));
});
