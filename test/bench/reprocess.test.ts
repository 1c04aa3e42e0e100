import { expect, test } from 'vitest';
import { runReprocess } from '../../bench/reprocess/run-reprocess.ts';

test('a reprocess is measured with the memory of the cloud and of the command, each in a process of its own', async () => {
  const { seconds, before, after, commandPeak, ...ran } = await runReprocess({ photos: 3, faces: 2 });
  expect(ran).toMatchObject({ recorded: 3, twice: 0 });
  expect(seconds).toBeGreaterThan(0);
  expect(after.peak).toBeGreaterThanOrEqual(before.peak);
  expect(after.heap).toBeLessThan(after.now);
  expect(commandPeak).toBeGreaterThan(50);
  expect(commandPeak).toBeLessThan(after.peak);
});
