import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { executionArn } from '../../../local-aws/account.ts';
import { loadDefinition } from '../../../local-aws/step-functions/definition/load-definition.ts';
import { TaskError } from '../../../local-aws/step-functions/invoke.ts';
import type { JsonValue } from '../../../local-aws/step-functions/json-value.ts';
import { distributedMap, input, nestedTask, photos, work } from './distributed-map.ts';
import { lambdaTask, machineRoom, one, only, trace, types } from './machine-room.ts';

const items = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ name: `photo-${n}`, input: { n } }));

/** A Lambda that fails for the numbers in `broken`, and counts its calls. */
function mendable(...numbers: number[]) {
  const broken = new Set(numbers);
  const calls: number[] = [];
  return {
    broken,
    calls,
    work: ({ n }: { n: number }) => {
      calls.push(n);
      if (broken.has(n)) throw new TaskError('Broken', `photo ${n}`);
      return { n, done: true };
    },
  };
}

async function mapRoom(
  lambda: (payload: never) => unknown,
  lines: JsonValue[],
  map = distributedMap(nestedTask({ ResultPath: '$.after', ResultSelector: { 'n.$': '$.Output.n' } })),
) {
  const bucket = await photos(lines);
  const room = machineRoom(only(map), { work: lambda }, { others: [work], objects: bucket.objects });
  onTestFinished(async () => {
    await room.clean();
    bucket.clean();
  });
  const ask = (operation: string, request: object) =>
    room.call(operation, request) as Promise<unknown> as Promise<Record<string, unknown>>;
  const mapRunOf = async (executionArn: string) => {
    const { mapRuns } = (await ask('ListMapRuns', { executionArn })) as unknown as {
      mapRuns: { mapRunArn: string }[];
    };
    return mapRuns[0]!.mapRunArn;
  };
  return { ...room, bucket, ask, mapRunOf };
}

describe('a Distributed Map', () => {
  test('runs a child for each line, and gives where their results are; its history is as recorded on AWS', async () => {
    const { work: lambda } = mendable();
    const room = await mapRoom(lambda, items(3));
    const { executionArn, status, output, events } = await room.outcomeOf(await room.start(input()));
    expect(status).toBe('SUCCEEDED');
    expect(trace(events)).toEqual([
      '1 ExecutionStarted ← 0',
      '2 MapStateEntered ← 0',
      '3 MapStateStarted ← 2',
      '4 MapRunStarted ← 3',
      '5 MapRunSucceeded ← 4',
      '6 MapStateSucceeded ← 5',
      '7 MapStateExited ← 5',
      '8 ExecutionSucceeded ← 7',
    ]);
    const mapRunArn = await room.mapRunOf(executionArn);
    const id = mapRunArn.split(':').at(-1);
    expect(mapRunArn).toBe(`arn:aws:states:us-east-1:000000000000:mapRun:Machine/Photos:${id}`);
    expect(events[3]).toMatchObject({ mapRunStartedEventDetails: { mapRunArn } });
    const Key = `results/${id}/manifest.json`;
    expect(output).toEqual({ MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: 'photos', Key } });
    const { manifest, lines } = await room.bucket.results(Key);
    expect(manifest).toMatchObject({ DestinationBucket: 'photos', MapRunArn: mapRunArn });
    expect(lines).toEqual({
      FAILED: [],
      PENDING: [],
      SUCCEEDED: items(3).map((item) => ({ ...item, after: { n: item.input.n } })),
    });
  });

  test('is described, with its counts, and lists its children', async () => {
    const { work: lambda } = mendable(1);
    const room = await mapRoom(lambda, items(3));
    const { executionArn } = await room.outcomeOf(await room.start(input({ tolerated: 1 })));
    const mapRunArn = await room.mapRunOf(executionArn);
    const counts = {
      ...{ pending: 0, running: 0, succeeded: 2, failed: 1, timedOut: 0, aborted: 0, total: 3 },
      ...{ resultsWritten: 3, failuresNotRedrivable: 0, pendingRedrive: 0 },
    };
    expect(await room.ask('DescribeMapRun', { mapRunArn })).toMatchObject({
      ...{ mapRunArn, executionArn, status: 'SUCCEEDED', maxConcurrency: 10, toleratedFailureCount: 1 },
      ...{ toleratedFailurePercentage: 0, itemCounts: counts, executionCounts: counts, redriveCount: 0 },
    });
    const list = async (more: object) =>
      ((await room.ask('ListExecutions', { mapRunArn, ...more })) as unknown as { executions: object[] })
        .executions;
    expect(await list({})).toHaveLength(3);
    const [failed] = (await list({ statusFilter: 'FAILED' })) as { executionArn: string; name: string }[];
    expect(failed).toMatchObject({
      executionArn: executionArn.replace(/:[^:]+$/, `/Photos:${failed!.name}`),
      stateMachineArn: `${room.machineArn}/Photos`,
      mapRunArn,
      itemCount: 1,
    });
    expect(await room.ask('DescribeExecution', { executionArn: failed!.executionArn })).toMatchObject({
      ...{ status: 'FAILED', redriveStatus: 'REDRIVABLE_BY_MAP_RUN', mapRunArn, error: 'States.TaskFailed' },
      input: JSON.stringify(items(3)[1]),
    });
    const definition = await room.ask('DescribeStateMachineForExecution', {
      executionArn: failed!.executionArn,
    });
    expect(definition).toMatchObject({ mapRunArn, label: 'Photos', name: 'Machine/Photos' });
    expect(JSON.parse(String(definition.definition))).toHaveProperty('States.Child.Type', 'Task');
    const { executions } = await room.call('ListExecutions', { stateMachineArn: room.machineArn });
    expect(executions).toMatchObject([{ executionArn }]);
    await expect(room.call('RedriveExecution', { executionArn: failed!.executionArn })).rejects.toMatchObject(
      { name: 'ExecutionNotRedrivable' },
    );
  });

  test('stops when more fail than it tolerates, and a redrive runs the failed, the aborted and the missing again, under new names', async () => {
    const { work: lambda, calls, broken } = mendable(2, 3);
    const room = await mapRoom(lambda, items(8));
    const started = await room.start(input({ atOnce: 1, tolerated: 1 }));
    const failed = await room.outcomeOf(started);
    expect(failed).toMatchObject({
      ...{ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' },
      cause: 'The specified tolerated failure threshold was exceeded',
    });
    expect(types(failed.events).slice(3)).toEqual([
      ...['MapRunStarted', 'MapRunFailed', 'MapStateFailed', 'ExecutionFailed'],
    ]);
    expect(calls).toEqual([0, 1, 2, 3]);
    const mapRunArn = await room.mapRunOf(started);
    const id = mapRunArn.split(':').at(-1);
    const { lines } = await room.bucket.results(`results/${id}/manifest.json`);
    expect(lines.FAILED).toMatchObject([
      { Status: 'FAILED', Error: 'States.TaskFailed' },
      { Status: 'FAILED' },
    ]);
    expect(lines.PENDING).toMatchObject(
      items(8)
        .slice(4)
        .map((item) => ({ Input: JSON.stringify(item) })),
    );

    broken.clear();
    const redriven = await room.redrive(started);
    expect(redriven).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(calls.slice(4)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(types(redriven.events).slice(7)).toEqual([
      ...['ExecutionRedriven', 'MapRunRedriven', 'MapRunSucceeded', 'MapStateSucceeded', 'MapStateExited'],
      'ExecutionSucceeded',
    ]);
    expect(redriven.events[8]).toMatchObject({ mapRunRedrivenEventDetails: { mapRunArn, redriveCount: 1 } });
    expect(await room.ask('DescribeMapRun', { mapRunArn })).toMatchObject({
      ...{ status: 'SUCCEEDED', redriveCount: 1, itemCounts: { succeeded: 8, total: 8 } },
    });
    expect(await room.mapRunOf(started)).toBe(mapRunArn);
    for (const name of ['photo-2-0', 'photo-2-1']) await room.outcomeOf(executionArn('Work', name));
    const after = await room.bucket.results(`results/${id}/manifest.json`);
    expect(after.lines).toMatchObject({ FAILED: [], PENDING: [], SUCCEEDED: { length: 8 } });
  });

  test('runs no more children at once than it is told, and UpdateMapRun tells it anew', async () => {
    let [running, most] = [0, 0];
    const waiting: (() => void)[] = [];
    const slow = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => waiting.push(resolve));
      running -= 1;
      return {};
    };
    const room = await mapRoom(slow, items(12), distributedMap(lambdaTask('work')));
    const started = await room.start(input({ atOnce: 2 }));
    await vi.waitUntil(() => waiting.length === 2);
    const mapRunArn = await room.mapRunOf(started);
    expect(await room.ask('DescribeMapRun', { mapRunArn })).toMatchObject({
      ...{ status: 'RUNNING', itemCounts: { running: 2, pending: 10, total: 12 } },
    });
    await room.ask('UpdateMapRun', { mapRunArn, maxConcurrency: 5 });
    await vi.waitUntil(() => waiting.length === 5);
    expect(most).toBe(5);
    await vi.waitUntil(() => {
      for (const finish of waiting.splice(0)) finish();
      return running === 0 && most === 5;
    });
    const ended = room.outcomeOf(started);
    const finisher = setInterval(() => {
      for (const finish of waiting.splice(0)) finish();
    }, 1);
    expect((await ended).status).toBe('SUCCEEDED');
    clearInterval(finisher);
    expect(most).toBe(5);
    expect(await room.ask('DescribeMapRun', { mapRunArn })).toMatchObject({ maxConcurrency: 5 });
  });

  test.each([[{ maxConcurrency: -1 }], [{ toleratedFailurePercentage: 5 }], [{}]])(
    'is not updated with %j',
    async (change) => {
      const room = await mapRoom(mendable().work, []);
      const { executionArn, status } = await room.outcomeOf(await room.start(input()));
      expect(status).toBe('SUCCEEDED');
      const mapRunArn = await room.mapRunOf(executionArn);
      await expect(room.ask('UpdateMapRun', { mapRunArn, ...change })).rejects.toMatchObject({
        name: 'ValidationException',
      });
      await expect(room.ask('DescribeMapRun', { mapRunArn: `${mapRunArn}x` })).rejects.toMatchObject({
        name: 'ResourceNotFound',
      });
    },
  );

  test('that is stopped with its execution stops its children and what they started', async () => {
    const begun: number[] = [];
    const room = await mapRoom(({ n }: { n: number }) => {
      begun.push(n);
      return new Promise(() => {});
    }, items(4));
    const started = await room.start(input({ atOnce: 2 }));
    await vi.waitUntil(() => begun.length === 2);
    await room.ask('StopExecution', { executionArn: started });
    const mapRunArn = await room.mapRunOf(started);
    await vi.waitUntil(async () => {
      const { status } = await room.ask('DescribeMapRun', { mapRunArn });
      return status === 'ABORTED';
    });
    expect(await room.ask('DescribeMapRun', { mapRunArn })).toMatchObject({
      itemCounts: { running: 0, aborted: 2, pending: 2 },
    });
    for (const n of [0, 1]) {
      expect(await room.outcomeOf(executionArn('Work', `photo-${n}-0`))).toMatchObject({ status: 'ABORTED' });
    }
  });

  test('of an object that is missing, or has a line that is no JSON, fails with States.ItemReaderFailed', async () => {
    const room = await mapRoom(mendable().work, []);
    const missing = await room.outcomeOf(await room.start(input({ key: 'none.jsonl' })));
    expect(missing).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: 'The specified key does not exist.',
    });
    expect(types(missing.events).slice(3)).toEqual([
      'MapRunStarted',
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
    await room.bucket.objects.write('photos', 'bad.jsonl', [Buffer.from('{"name":"a","input":1}\n{oops')]);
    expect(await room.run(input({ key: 'bad.jsonl' }))).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: expect.stringMatching(/^Line 2 of the items is no JSON: /),
    });
  });

  test('whose results cannot be written fails with States.ResultWriterFailed', async () => {
    const map = distributedMap(nestedTask());
    map.ResultWriter.Parameters = { Bucket: 'nowhere', Prefix: 'x' } as never;
    const room = await mapRoom(mendable().work, items(1), map);
    expect(await room.run(input())).toMatchObject({ error: 'States.ResultWriterFailed' });
  });

  test.each([
    [
      { atOnce: 'many' },
      ['MapStateEntered', 'ExecutionFailed'],
      'MaxConcurrencyPath field refers to value "many"',
    ],
    [
      { tolerated: {} },
      ['MapStateEntered', 'MapStateStarted', 'ExecutionFailed'],
      'ToleratedFailureCountPath field refers to value "{}"',
    ],
    [
      { tolerated: -1 },
      ['MapStateEntered', 'MapStateStarted', 'ExecutionFailed'],
      'ToleratedFailureCount cannot be negative.',
    ],
  ])('with %j fails before it runs, as recorded on AWS', async (given, history, cause) => {
    const room = await mapRoom(mendable().work, items(1));
    const { error, events, ...outcome } = await room.run(input(given));
    expect(error).toBe('States.Runtime');
    expect(outcome.cause).toContain(cause);
    expect(types(events).slice(1)).toEqual(history);
  });
});

describe('after the process was killed in the middle of a Map Run', () => {
  test('its execution is interrupted, and a redrive goes on: no item is missing and none is recorded twice', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
    const bucket = await photos(items(20));
    const definition = only(distributedMap(nestedTask()));
    const done: number[] = [];
    const { promise: half, resolve } = Promise.withResolvers<void>();
    const before = machineRoom(
      definition,
      {
        work: ({ n }: { n: number }) => {
          if (n === 10) resolve();
          if (n >= 8) return new Promise(() => {});
          done.push(n);
          return { n };
        },
      },
      { folder, others: [work], objects: bucket.objects },
    );
    const started = await before.start(input({ atOnce: 3 }));
    await half;
    await before.stepFunctions.close(); // Leaves everything as a kill does: nothing is written any more.

    const lambdas = { work: ({ n }: { n: number }) => void done.push(n) };
    const after = machineRoom(definition, lambdas, { folder, others: [work], objects: bucket.objects });
    onTestFinished(async () => {
      await after.clean();
      bucket.clean();
    });
    expect(await after.call('DescribeExecution', { executionArn: started })).toMatchObject({
      error: 'Interrupted',
    });
    const { mapRuns } = (await after.call('ListMapRuns', { executionArn: started })) as never as {
      mapRuns: { mapRunArn: string }[];
    };
    const { mapRunArn } = mapRuns[0]!;
    expect(await after.call('DescribeMapRun', { mapRunArn })).toMatchObject({
      ...{ status: 'FAILED', itemCounts: { succeeded: 8, failed: 3, pending: 9, total: 20 } },
    });
    expect((await after.redrive(started)).status).toBe('SUCCEEDED');
    expect(done.toSorted((one, other) => one - other)).toEqual([...Array(20).keys()]);
    expect(await after.call('DescribeMapRun', { mapRunArn })).toMatchObject({
      ...{ status: 'SUCCEEDED', redriveCount: 1, itemCounts: { succeeded: 20, failed: 0 } },
    });
  });
});

describe('startExecution.sync:2', () => {
  const nested = (more: object = {}) => only(nestedTask(more));
  const room = (lambda: (payload: never) => unknown, definition = nested()) => {
    const made = machineRoom(definition, { work: lambda }, { others: [work] });
    onTestFinished(() => made.clean());
    return made;
  };

  test('gives what the execution ended with, input and output as what they say', async () => {
    const {
      output,
      events,
      executionArn: parent,
    } = await room(({ n }) => n * 2).run({ name: 'x', input: { n: 4 } });
    expect(parent).not.toBe('');
    expect(trace(events).slice(2, 7)).toEqual([
      '3 TaskScheduled ← 2',
      '4 TaskStarted ← 3',
      '5 TaskSubmitted ← 4',
      '6 TaskSucceeded ← 5',
      '7 TaskStateExited ← 6',
    ]);
    const ExecutionArn = executionArn('Work', 'x-0');
    const resource = { resourceType: 'states', resource: 'startExecution.sync:2' };
    expect(events[2]).toMatchObject({ taskScheduledEventDetails: { ...resource, region: 'us-east-1' } });
    expect(JSON.parse(events[4]!.taskSubmittedEventDetails!.output!)).toEqual({
      ExecutionArn,
      StartDate: expect.any(Number),
    });
    expect(output).toMatchObject({
      ...{
        ExecutionArn,
        Name: 'x-0',
        Status: 'SUCCEEDED',
        Input: { n: 4 },
        InputDetails: { Included: true },
      },
      ...{ Output: 8, OutputDetails: { Included: true }, RedriveCount: 0, RedriveStatus: 'NOT_REDRIVABLE' },
      ...{
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        StateMachineArn: expect.stringMatching(/:Work$/),
      },
    });
  });

  test('of one that fails is States.TaskFailed, with what DescribeExecution says as its cause', async () => {
    const broken = () => {
      throw new TaskError('Broken', 'why');
    };
    const { error, cause, events } = await room(broken as never).run({ name: 'x', input: {} });
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(cause!)).toMatchObject({
      Status: 'FAILED',
      Error: 'Broken',
      Cause: 'why',
      Name: 'x-0',
    });
    expect(events.at(-2)).toMatchObject({ type: 'TaskFailed', taskFailedEventDetails: { error } });
  });

  test('refuses a name that was used, and a machine that is not there', async () => {
    const made = room(() => 1);
    await made.run({ name: 'x', input: {} });
    const again = await made.run({ name: 'x', input: {} });
    expect(again).toMatchObject({
      error: 'StepFunctions.ExecutionAlreadyExistsException',
      cause: expect.stringMatching(
        /^Execution Already Exists: '.*:x-0' \(Service: AWSStepFunctions; Status Code: 400; Error Code: ExecutionAlreadyExists; Request ID: [\w-]+; Proxy: null\)$/,
      ),
    });
    const gone = room(
      () => 1,
      nested({ Parameters: { StateMachineArn: 'arn:aws:states:::stateMachine:Gone' } }),
    );
    expect(await gone.run({})).toMatchObject({ error: 'StepFunctions.StateMachineDoesNotExistException' });
  });

  test('beyond its timeout stops the execution it started', async () => {
    const made = room(() => new Promise(() => {}), nested({ TimeoutSeconds: 1 }));
    expect(await made.run({ name: 'x', input: {} })).toMatchObject({ error: 'States.Timeout' });
    expect(await made.outcomeOf(executionArn('Work', 'x-0'))).toMatchObject({ status: 'ABORTED' });
  });
});

describe('of a Distributed Map is refused when the definition is loaded', () => {
  const map = (more: object) => only(distributedMap(lambdaTask('work'), more) as { Type: string });
  const reader = distributedMap(lambdaTask('work')).ItemReader;
  const writer = distributedMap(lambdaTask('work')).ResultWriter;
  const item = one('Item', { Type: 'Pass' });
  const config = (ProcessorConfig: object) => ({ ItemProcessor: { ProcessorConfig, ...item } });

  test.each<[string, object, string]>([
    ...[
      'ItemSelector',
      'ItemBatcher',
      'ItemsPath',
      'Parameters',
      'ToleratedFailurePercentage',
      'ToleratedFailurePercentagePath',
    ].map((field): [string, object, string] => [
      field,
      map({ [field]: '$.x' }),
      `Only: ${field} is not supported here`,
    ]),
    [
      'another reader',
      map({ ItemReader: { ...reader, Resource: 'arn:aws:states:::s3:listObjectsV2' } }),
      'expected arn:aws:states:::s3:getObject as Resource',
    ],
    [
      'another input type',
      map({ ItemReader: { ...reader, ReaderConfig: { InputType: 'CSV' } } }),
      'expected JSONL as InputType, got CSV',
    ],
    [
      'MaxItems',
      map({ ItemReader: { ...reader, ReaderConfig: { InputType: 'JSONL', MaxItems: 1 } } }),
      'MaxItems is not supported',
    ],
    ['no reader', map({ ItemReader: undefined }), 'ItemReader: expected one with the Resource'],
    [
      'a reader without key',
      map({ ItemReader: { ...reader, Parameters: { Bucket: 'b' } } }),
      'Parameters: expected Key, got none',
    ],
    ['no writer', map({ ResultWriter: undefined }), 'ResultWriter: expected one with the Resource'],
    [
      'another transformation',
      map({ ResultWriter: { ...writer, WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSONL' } } }),
      'expected COMPACT as Transformation, got FLATTEN',
    ],
    [
      'express children',
      map(config({ Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' })),
      'expected STANDARD as ExecutionType, got EXPRESS',
    ],
    ['a long label', map({ Label: 'x'.repeat(41) }), 'expected a Label of 1 to 40 characters, got 41'],
    ['a label with a space', map({ Label: 'a b' }), 'Label has a character AWS refuses: a b'],
    [
      'a negative tolerance',
      map({ ToleratedFailureCount: -1 }),
      'expected a ToleratedFailureCount of 0 or more, got -1',
    ],
    [
      'one inside another Map',
      only({ Type: 'Map', ItemProcessor: map({}) }),
      'inside a Map or Parallel state is not supported',
    ],
    [
      'one inside a child',
      map({
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...map({}) },
      }),
      'inside a Map or Parallel state',
    ],
  ])('%s', (_, definition, problem) => {
    expect(() => loadDefinition('Machine', definition)).toThrow(problem);
  });
});
