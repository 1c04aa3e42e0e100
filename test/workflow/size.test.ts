import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedFaces, plainPhoto } from '../../bench/fixed-faces.ts';
import { loadDefinition } from '../../statemachine/definition.ts';
import { type Deployed, deployLocally } from './deployed.ts';

/** Limits of Step Functions: bytes of a state's input or output, events of an execution. */
const mostBytes = 262_144;
const mostEvents = 25_000;

const arns = { DetectFaces: 'arn', CropAndSearch: 'arn', RecordMatches: 'arn' };
const { CropAndSearch } = loadDefinition(arns).States.SearchEachFace!.ItemProcessor!.States;
const [throttle] = CropAndSearch!.Retry as { MaxAttempts: number }[];

let deployed: Deployed;
beforeAll(async () => {
  // The longest key there may be fills every item of the Map.
  deployed = await deployLocally({ engine: fixedFaces(100), waitScale: 0 });
});
afterAll(() => deployed.close());

const largestPayload = (events: readonly HistoryEvent[]) =>
  Math.max(
    ...events.flatMap((event) =>
      Object.values(event)
        .filter((details) => details !== null && typeof details === 'object')
        .flatMap(({ input, output, cause }) => [input, output, cause])
        .map((payload) => Buffer.byteLength(payload ?? '')),
    ),
  );

/** A key of 1,024 bytes travels with every face. */
const longestName = (end: string) => 'ü'.repeat((1024 - 'photos-raw/'.length - end.length) / 2) + end;

test('100 faces of a photo with the longest key stay far below the limits', async () => {
  const key = await deployed.upload(longestName('.jpg'), await plainPhoto());
  const execution = await deployed.run({ key });
  expect(execution.output).toMatchObject({ status: 'MATCHED', faceCount: 100, unmatchedCount: 100 });
  expect(await deployed.record(key)).toMatchObject({ facesTruncated: true });
  const events = await deployed.history(execution.arn);
  expect(largestPayload(events)).toBeLessThan(mostBytes / 2);
  expect(events.length).toBeLessThan(mostEvents / 10);
});

test('so do 100 faces that all fail, each retried to the end', async () => {
  const key = await deployed.upload(longestName('-throttled.jpg'), await plainPhoto());
  deployed.inject({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: { name: 'ThrottlingException', message: 'Slow down. '.repeat(500), status: 400 },
  });
  const execution = await deployed.run({ key });
  expect(execution).toMatchObject({ status: 'FAILED', error: 'FacesFailed' });
  expect(await deployed.record(key)).toMatchObject({ status: 'PARTIAL', failedCount: 100 });
  const events = await deployed.history(execution.arn);
  const failed = events.filter(({ type }) => type === 'LambdaFunctionFailed');
  expect(failed).toHaveLength(100 * (1 + throttle!.MaxAttempts));
  expect(largestPayload(events)).toBeLessThan(mostBytes * 0.8);
  expect(events.length).toBeLessThan(mostEvents * 0.7);
}, 600_000);
