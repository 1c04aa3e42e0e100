import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { expect, onTestFinished, test } from 'vitest';
import { startBurstCloud } from '../../bench/burst/check/burst-cloud.ts';
import { observeBurst } from '../../bench/burst/check/observe-burst.ts';

const event = (
  second: number,
  type: HistoryEvent['type'],
  details: Partial<HistoryEvent> = {},
): HistoryEvent => ({
  ...{ timestamp: new Date(second * 1000), id: 1, type },
  ...details,
});
const entered = (second: number, name: string) =>
  event(second, 'TaskStateEntered', { stateEnteredEventDetails: { name } });
const exited = (second: number, name: string) =>
  event(second, 'TaskStateExited', { stateExitedEventDetails: { name } });
const failed = (second: number, error: string) =>
  event(second, 'LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: { error } });
const scheduled = (second: number) => event(second, 'LambdaFunctionScheduled');

test('a history tells refused calls, retries, and when the last face ended', () => {
  const answered = [
    ...[event(100, 'ExecutionStarted'), entered(100, 'CropAndSearch'), scheduled(100)],
    ...[failed(101, 'Throttled'), scheduled(102)],
    ...[failed(103, 'Lambda.TooManyRequestsException'), scheduled(104), exited(105, 'CropAndSearch')],
    ...[entered(105, 'RecordMatches'), scheduled(105), exited(109, 'RecordMatches')],
  ];
  const givenUp = [
    ...[event(101, 'ExecutionStarted'), entered(101, 'CropAndSearch'), scheduled(101)],
    ...[failed(102, 'Throttled'), exited(107, 'CropAndSearch')],
    event(107, 'PassStateEntered', { stateEnteredEventDetails: { name: 'FaceFailed' } }),
  ];
  expect(observeBurst([answered, givenUp])).toEqual({
    searched: 1,
    lost: 1,
    drainSeconds: 7,
    throttledCalls: 2,
    retries: 2,
  });
});

test('a burst in the local cloud keeps to its quota, and every face is searched', async () => {
  const cloud = await startBurstCloud({
    ...{ facesPerPhoto: 3, searchTps: 2, detectFacesTps: 10, lambdaConcurrency: 4 },
  });
  onTestFinished(() => cloud.close());
  await cloud.limit();
  const observed = observeBurst(await cloud.execute(2));
  expect(observed).toMatchObject({ searched: 6, lost: 0 });
  // The full bucket holds two tokens; the other four come back at two a second.
  expect(observed.drainSeconds).toBeGreaterThan((6 - 2) / 2);
  expect(cloud.meanSeconds('CropAndSearch')).toBeGreaterThan(0);
});
