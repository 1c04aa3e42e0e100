import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixedFaces } from '../../bench/fixed-faces.ts';
import { readDefinition, type State } from '../../statemachine/definition.ts';
import { type Deployed, deployLocally } from './deployed.ts';
import { measureExecution, mostBytes, mostEvents } from './execution-size.ts';

const { CropAndSearch, IndexFacesHook } = readDefinition({ withStage: true }).States.SearchEachFace!
  .ItemProcessor!.States;
const attempts = (state: State) => (state.Retry as { MaxAttempts: number }[]).map((each) => each.MaxAttempts);
const [throttled] = attempts(CropAndSearch!);

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
  expect(failed).toHaveLength(100 * (1 + throttled!));
  expect(largestPayload).toBeLessThan(mostBytes * 0.8);
  expect(events.length).toBeLessThan(mostEvents * 0.7);
}, 600_000);

describe('with a stage in the hook', () => {
  let plugged: Deployed;
  beforeAll(async () => {
    const handlerFile = fileURLToPath(new URL('failing-stage.ts', import.meta.url));
    const indexFacesFunction = { handlerFile, timeoutSeconds: 60, memoryMB: 256, environment: {} };
    plugged = await deployLocally({ engine: fixedFaces(100), waitScale: 0, indexFacesFunction });
  });
  afterAll(() => plugged.close());

  test('100 faces whose stage fails, each with a longer message than an execution has room for, are recorded', async () => {
    const { execution, key, events, largestPayload } = await measureExecution(plugged, 'every face searched');
    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'FacesFailed',
      cause: expect.stringMatching(/^100 of 100 faces not indexed: Error ×100\. /),
    });
    const causes = events.flatMap(({ lambdaFunctionFailedEventDetails: failed }) => failed?.cause ?? []);
    expect(causes).toHaveLength(100);
    for (const cause of causes) expect(cause).toHaveLength(32_768);
    const record = await plugged.record(key);
    expect(record).toMatchObject({ status: 'PARTIAL', failedCount: 100 });
    expect(record!.faces[99]).toMatchObject({
      stage: 'IndexFaces',
      error: 'Error',
      cause: "Its message is in the execution's history, at the state IndexFacesHook",
    });
    expect(largestPayload).toBeLessThan(mostBytes / 2);

    // An attempt is three events, as it was scheduled, started and failed: both tasks retried to their end, for every
    // reason, and then an answer, which is two events longer than a failure: it goes through IsIndexed.
    const retries = [CropAndSearch!, IndexFacesHook!].flatMap(attempts).reduce((sum, each) => sum + each, 0);
    expect(events.length + 100 * (3 * retries + 2)).toBeLessThan(mostEvents);
  });
});
