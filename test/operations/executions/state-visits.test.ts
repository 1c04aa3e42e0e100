import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { readVisits } from '../../../operations/executions/state-visits.ts';

const start = Date.UTC(2026, 10, 23, 12);

/** A history from lines of `[id, previousEventId, type, details]`, one event a second. */
function history(...lines: [number, number, HistoryEvent['type'], Partial<HistoryEvent>?][]): HistoryEvent[] {
  return lines.map(([id, previousEventId, type, details], index) => ({
    id,
    previousEventId,
    type,
    timestamp: new Date(start + index * 1000),
    ...details,
  }));
}

const entered = (name: string) => ({ stateEnteredEventDetails: { name, input: '{"key":"k"}' } });
const exited = (name: string, output = '{}') => ({ stateExitedEventDetails: { name, output } });
const thrown = (error: string) => ({
  lambdaFunctionFailedEventDetails: {
    error,
    cause: JSON.stringify({ errorType: error, errorMessage: `It was ${error}`, trace: [] }),
  },
});
const iteration = (index: number) => ({ mapIterationStartedEventDetails: { name: 'Each', index } });

test('a state counts its attempts, tells what they met, and how long they took', () => {
  const [visit] = readVisits(
    history(
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'TaskStateEntered', entered('DetectFaces')],
      [3, 2, 'LambdaFunctionScheduled'],
      [4, 3, 'LambdaFunctionStarted'],
      [5, 4, 'LambdaFunctionFailed', thrown('ThrottlingException')],
      [6, 5, 'LambdaFunctionScheduled'],
      [7, 6, 'LambdaFunctionStarted'],
      [8, 7, 'LambdaFunctionSucceeded'],
      [9, 8, 'TaskStateExited', exited('DetectFaces', '{"faces":[]}')],
    ),
  );
  expect(visit).toEqual({
    id: 2,
    state: 'DetectFaces',
    status: 'succeeded',
    attempts: 2,
    calls: [
      {
        startedAt: new Date(start + 2000),
        endedAt: new Date(start + 4000),
        error: { error: 'ThrottlingException', cause: 'It was ThrottlingException' },
      },
      { startedAt: new Date(start + 5000), endedAt: new Date(start + 7000) },
    ],
    input: '{"key":"k"}',
    startedAt: new Date(start + 1000),
    endedAt: new Date(start + 8000),
    output: '{"faces":[]}',
    errors: [{ error: 'ThrottlingException', cause: 'It was ThrottlingException' }],
  });
});

test('the states of parallel iterations are told apart by face', () => {
  const visits = readVisits(
    history(
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'MapStateEntered', entered('Each')],
      [3, 2, 'MapStateStarted', { mapStateStartedEventDetails: { length: 2 } }],
      [4, 3, 'MapIterationStarted', iteration(0)],
      [5, 3, 'MapIterationStarted', iteration(1)],
      [6, 5, 'TaskStateEntered', entered('Search')],
      [7, 4, 'TaskStateEntered', entered('Search')],
      [8, 6, 'LambdaFunctionScheduled'],
      [9, 7, 'LambdaFunctionScheduled'],
      [10, 9, 'LambdaFunctionFailed', thrown('FaceFailed')],
      [11, 8, 'LambdaFunctionSucceeded'],
      [12, 11, 'TaskStateExited', exited('Search', '"second"')],
      [13, 10, 'TaskStateExited', exited('Search', '"first"')],
      [14, 13, 'PassStateEntered', entered('FaceFailed')],
      [15, 14, 'PassStateExited', exited('FaceFailed')],
      [16, 12, 'MapIterationSucceeded'],
      [17, 15, 'MapIterationSucceeded'],
      [18, 17, 'MapStateSucceeded'],
      // As on AWS, where the exit follows from the last iteration, like the success.
      [19, 17, 'MapStateExited', exited('Each')],
      [20, 19, 'SucceedStateEntered', entered('Done')],
      [21, 20, 'SucceedStateExited', exited('Done')],
      [22, 21, 'ExecutionSucceeded'],
    ),
  );
  expect(visits.map(({ state, status }) => [state, status])).toEqual([
    ['Each', 'succeeded'],
    ['Done', 'succeeded'],
  ]);
  const told = visits[0]!.iterations!.map((of) =>
    of.map(({ state, status, output }) => [state, status, output]),
  );
  expect(told).toEqual([
    [
      ['Search', 'caught', '"first"'],
      ['FaceFailed', 'succeeded', '{}'],
    ],
    [['Search', 'succeeded', '"second"']],
  ]);
});

test('a Fail state tells the error of the execution', () => {
  const [visit] = readVisits(
    history(
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'FailStateEntered', entered('FacesFailed')],
      [
        3,
        2,
        'ExecutionFailed',
        { executionFailedEventDetails: { error: 'FacesFailed', cause: '1 of 2 faces' } },
      ],
    ),
  );
  expect(visit).toMatchObject({
    status: 'failed',
    errors: [{ error: 'FacesFailed', cause: '1 of 2 faces' }],
  });
});

test('when a face ends the execution, the states that still ran count as aborted', () => {
  const [map] = readVisits(
    history(
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'MapStateEntered', entered('Each')],
      [3, 2, 'MapStateStarted'],
      [4, 3, 'MapIterationStarted', iteration(0)],
      [5, 3, 'MapIterationStarted', iteration(1)],
      [6, 4, 'TaskStateEntered', entered('Search')],
      [7, 5, 'TaskStateEntered', entered('Search')],
      [8, 6, 'LambdaFunctionScheduled'],
      [9, 8, 'LambdaFunctionTimedOut'],
      [10, 9, 'MapIterationFailed'],
      [11, 10, 'MapStateFailed'],
      [12, 11, 'ExecutionFailed', { executionFailedEventDetails: { error: 'States.Timeout' } }],
    ),
  );
  expect(map!.iterations!.map(([visit]) => visit)).toMatchObject([
    { status: 'failed', errors: [{ error: 'States.Timeout', cause: '' }] },
    { status: 'aborted', errors: [], endedAt: new Date(start + 11_000) },
  ]);
  expect(map!.status).toBe('failed');
});

const oneFace: Parameters<typeof history> = [
  [1, 0, 'ExecutionStarted'],
  [2, 0, 'MapStateEntered', entered('Each')],
  [3, 2, 'MapStateStarted'],
  [4, 3, 'MapIterationStarted', iteration(0)],
  [5, 4, 'TaskStateEntered', entered('Search')],
  [6, 5, 'LambdaFunctionScheduled'],
  [7, 6, 'LambdaFunctionFailed', thrown('Throttled')],
];
const searchIn = (visits: ReturnType<typeof readVisits>) => visits[0]!.iterations![0]![0];

test('a face whose call failed waits for its retry, and has not failed', () => {
  const visits = readVisits(history(...oneFace));
  expect(visits[0]!.status).toBe('running');
  expect(searchIn(visits)).toMatchObject({
    ...{ status: 'waiting', attempts: 1, endedAt: new Date(start + 6000) },
    errors: [{ error: 'Throttled' }],
  });
  const retried = readVisits(history(...oneFace, [8, 7, 'LambdaFunctionScheduled']));
  expect(searchIn(retried)).toMatchObject({ status: 'running', attempts: 2 });
});

test('a face that waited for its retry when the execution was stopped is aborted', () => {
  const visits = readVisits(history(...oneFace, [8, 7, 'TaskStateAborted'], [9, 7, 'ExecutionAborted']));
  expect(searchIn(visits)).toMatchObject({ status: 'aborted', errors: [{ error: 'Throttled' }] });
});

test('a face that waited for its retry when another one failed is aborted', () => {
  const [map] = readVisits(
    history(
      ...oneFace,
      [8, 3, 'MapIterationStarted', iteration(1)],
      [9, 8, 'TaskStateEntered', entered('Search')],
      [10, 9, 'LambdaFunctionScheduled'],
      [11, 10, 'LambdaFunctionFailed', thrown('CollectionMissing')],
      // All of these follow from the call that failed, as on AWS.
      [12, 11, 'MapIterationAborted'],
      [13, 11, 'TaskStateAborted'],
      [14, 11, 'MapIterationFailed'],
      [15, 11, 'MapStateFailed'],
      [16, 11, 'ExecutionFailed', { executionFailedEventDetails: { error: 'CollectionMissing' } }],
    ),
  );
  expect(map!.iterations!.map(([visit]) => visit!.status)).toEqual(['aborted', 'failed']);
});

test('a Map runs again once one of its faces was redriven', () => {
  const [map] = readVisits(
    history(
      ...oneFace,
      [8, 7, 'MapIterationFailed'],
      [9, 8, 'MapStateFailed'],
      [10, 8, 'ExecutionFailed', { executionFailedEventDetails: { error: 'Throttled' } }],
      [11, 10, 'ExecutionRedriven'],
      [12, 7, 'LambdaFunctionScheduled'],
    ),
  );
  expect(map).toMatchObject({ status: 'running', iterations: [[{ status: 'running', attempts: 2 }]] });
});

test('an execution that runs shows its last state running', () => {
  const visits = readVisits(
    history([1, 0, 'ExecutionStarted'], [2, 0, 'TaskStateEntered', entered('DetectFaces')]),
  );
  expect(visits).toMatchObject([{ state: 'DetectFaces', status: 'running' }]);
});

test('a Map that failed and went through after a redrive counts as succeeded', () => {
  const [map] = readVisits(
    history(
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'MapStateEntered', entered('Each')],
      [3, 2, 'MapStateStarted'],
      [4, 3, 'MapIterationStarted', iteration(0)],
      [5, 4, 'TaskStateEntered', entered('Search')],
      [6, 5, 'LambdaFunctionScheduled'],
      [7, 6, 'LambdaFunctionFailed', thrown('CollectionMissing')],
      [8, 7, 'MapIterationFailed'],
      [9, 8, 'MapStateFailed'],
      [10, 8, 'ExecutionFailed', { executionFailedEventDetails: { error: 'CollectionMissing' } }],
      [11, 10, 'ExecutionRedriven'],
      [12, 7, 'LambdaFunctionScheduled'],
      [13, 12, 'LambdaFunctionSucceeded'],
      [14, 13, 'TaskStateExited', exited('Search')],
      [15, 14, 'MapIterationSucceeded'],
      [16, 15, 'MapStateSucceeded'],
      [17, 15, 'MapStateExited', exited('Each')],
    ),
  );
  expect(map!.status).toBe('succeeded');
  expect(map!.iterations).toMatchObject([[{ status: 'succeeded', attempts: 2 }]]);
});
