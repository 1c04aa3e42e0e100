import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedFaces } from '../../bench/fixed-faces.ts';
import { readDefinition } from '../../statemachine/definition.ts';
import { type Deployed, deployLocally } from './deployed.ts';
import { measureExecution, mostBytes, mostEvents } from './execution-size.ts';

const { CropAndSearch } = readDefinition().States.SearchEachFace!.ItemProcessor!.States;
const [throttle] = CropAndSearch!.Retry as { MaxAttempts: number }[];

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deployLocally({ engine: fixedFaces(100), waitScale: 0 });
});
afterAll(() => deployed.close());

test('100 faces of a photo with the longest key stay far below the limits', async () => {
  const { execution, key, events, largestPayload } = await measureExecution(deployed, 'every face searched');
  expect(Buffer.byteLength(key)).toBe(1024);
  expect(execution.output).toMatchObject({ status: 'MATCHED', faceCount: 100, unmatchedCount: 100 });
  expect(await deployed.record(key)).toMatchObject({ facesTruncated: true });
  expect(largestPayload).toBeLessThan(mostBytes / 2);
  expect(events.length).toBeLessThan(mostEvents / 10);
});

test('so do 100 faces that all fail, each retried to the end', async () => {
  const measured = await measureExecution(deployed, 'every face fails, retried to the end');
  const { execution, key, events, largestPayload } = measured;
  expect(execution).toMatchObject({ status: 'FAILED', error: 'FacesFailed' });
  expect(await deployed.record(key)).toMatchObject({ status: 'PARTIAL', failedCount: 100 });
  const failed = events.filter(({ type }) => type === 'LambdaFunctionFailed');
  expect(failed).toHaveLength(100 * (1 + throttle!.MaxAttempts));
  expect(largestPayload).toBeLessThan(mostBytes * 0.8);
  expect(events.length).toBeLessThan(mostEvents * 0.7);
}, 600_000);
