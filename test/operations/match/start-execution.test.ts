import { expect, test } from 'vitest';
import { newExecutionName } from '../../../operations/match/start-execution.ts';

const time = new Date('2026-11-23T22:15:30.123Z');

test.each([
  ['photos-raw/holiday/party.jpg', /^party-20261123-221530-[0-9a-f]{6}$/],
  ['photos-raw/Ünï code + 100%.jpeg', /^U-ni-code-100-20261123-221530-[0-9a-f]{6}$/],
  ['photos-raw/🎉.png', /^photo-20261123-221530-[0-9a-f]{6}$/],
  [`photos-raw/${'long'.repeat(100)}.png`, /^(long){12}lo-20261123-221530-[0-9a-f]{6}$/],
])('an execution for %s has a name that Step Functions takes', (key, expected) => {
  const name = newExecutionName(key, time);
  expect(name).toMatch(expected);
  expect(name.length).toBeLessThanOrEqual(80);
});

test('two executions for one photo in one second have different names', () => {
  expect(newExecutionName('photos-raw/a.jpg', time)).not.toBe(newExecutionName('photos-raw/a.jpg', time));
});
