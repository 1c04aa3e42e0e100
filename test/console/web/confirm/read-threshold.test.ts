import { expect, test } from 'vitest';
import { readThreshold } from '../../../../console/web/confirm/read-threshold.ts';

test.each([
  ['', {}],
  ['  ', {}],
  ['90', { threshold: 90 }],
  ['99,5', { threshold: 99.5 }],
  ['0', { threshold: 0 }],
])('"%s" is the threshold %j', (typed, read) => {
  expect(readThreshold(typed)).toEqual(read);
});

test.each(['101', '-1', 'ninety', '9 0'])('"%s" is refused with what was expected', (typed) => {
  expect(readThreshold(typed)).toEqual({ error: `Expected a number between 0 and 100, got "${typed}"` });
});
