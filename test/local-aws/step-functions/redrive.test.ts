import { afterEach, describe, expect, test } from 'vitest';
import { TaskError } from '../../../local-aws/step-functions/invoke.ts';
import { lambdaTask, machineRoom, one, only, trace, types } from './machine-room.ts';

const rooms: ReturnType<typeof machineRoom>[] = [];
const room = (...given: Parameters<typeof machineRoom>) => {
  const made = machineRoom(...given);
  rooms.push(made);
  return made;
};
afterEach(async () => {
  for (const made of rooms.splice(0)) await made.clean();
});

/** A Lambda that fails for the items in `broken`, and counts its calls. */
function mendable(...items: unknown[]) {
  const broken = new Set(items);
  const calls: unknown[] = [];
  const work = (item: unknown) => {
    calls.push(item);
    if (broken.has(item)) throw new TaskError('Broken', '');
    return `${item} done`;
  };
  return { work, calls, mend: () => broken.clear() };
}

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html: a redrive keeps the history, goes on
 * from what did not succeed without entering it again, counts retries and the time limit anew, and runs of a Map or
 * Parallel state only what failed or was aborted; a Fail state is entered again.
 */
describe('a redrive', () => {
  test('goes on in the state that failed, with its input, and runs none before it again', async () => {
    const { work, calls, mend } = mendable('first done');
    const definition = {
      StartAt: 'First',
      States: { First: lambdaTask('work', { Next: 'Second' }), Second: lambdaTask('work', { End: true }) },
    };
    const running = room(definition, { work });
    const { executionArn, status } = await running.run('first');
    expect(status).toBe('FAILED');
    mend();
    const redriven = await running.redrive(executionArn);
    expect(calls).toEqual(['first', 'first done', 'first done']);
    expect(redriven).toMatchObject({ status: 'SUCCEEDED', output: 'first done done', redriveCount: 1 });
    expect(redriven).not.toHaveProperty('error');
    expect(trace(redriven.events).slice(6)).toEqual([
      '7 TaskStateEntered ← 6',
      '8 LambdaFunctionScheduled ← 7',
      '9 LambdaFunctionStarted ← 8',
      '10 LambdaFunctionFailed ← 9',
      '11 ExecutionFailed ← 10',
      '12 ExecutionRedriven ← 11',
      '13 LambdaFunctionScheduled ← 7',
      '14 LambdaFunctionStarted ← 13',
      '15 LambdaFunctionSucceeded ← 14',
      '16 TaskStateExited ← 15',
      '17 ExecutionSucceeded ← 16',
    ]);
    expect(redriven.events[11]).toMatchObject({ executionRedrivenEventDetails: { redriveCount: 1 } });
  });

  test('keeps name and start in the context, and adds its own count and time', async () => {
    const seen: { StartTime: string; RedriveCount: number; RedriveTime?: string }[] = [];
    const look = (execution: (typeof seen)[number]) => {
      seen.push(execution);
      if (seen.length === 1) throw new TaskError('Broken', '');
    };
    const running = room(only(lambdaTask('look', { InputPath: '$$.Execution' })), { look });
    await running.redrive((await running.run()).executionArn);
    const { RedriveTime, ...second } = seen[1]!;
    expect(second).toEqual({ ...seen[0], RedriveCount: 1 });
    expect(RedriveTime! >= seen[0]!.StartTime).toBe(true);
  });

  test('runs the finished items of a Map not again: only those that failed, were aborted or never begun', async () => {
    const { work, calls, mend } = mendable('c');
    const definition = one('Items', {
      Type: 'Map',
      MaxConcurrency: 1,
      ItemProcessor: one('Item', lambdaTask('work')),
    });
    const running = room(definition, { work });
    const { executionArn } = await running.run(['a', 'b', 'c', 'd']);
    expect(calls).toEqual(['a', 'b', 'c']);
    mend();
    const { output, events } = await running.redrive(executionArn);
    expect(calls.slice(3)).toEqual(['c', 'd']);
    expect(output).toEqual(['a done', 'b done', 'c done', 'd done']);
    const redriven = events.slice(types(events).indexOf('ExecutionRedriven'));
    expect(types(redriven)).toEqual([
      ...['ExecutionRedriven', 'LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded'],
      ...['TaskStateExited', 'MapIterationSucceeded', 'MapIterationStarted', 'TaskStateEntered'],
      ...['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded', 'TaskStateExited'],
      ...['MapIterationSucceeded', 'MapStateSucceeded', 'MapStateExited', 'ExecutionSucceeded'],
    ]);
  });

  test('goes on inside a Map inside a Map, in the state each item had come to', async () => {
    const { work, calls, mend } = mendable('b done');
    const inner = {
      StartAt: 'One',
      States: { One: lambdaTask('work', { Next: 'Two' }), Two: lambdaTask('work', { End: true }) },
    };
    const definition = one('Outer', {
      Type: 'Map',
      MaxConcurrency: 1,
      ItemProcessor: one('Inner', { Type: 'Map', MaxConcurrency: 1, ItemProcessor: inner }),
    });
    const running = room(definition, { work });
    const { executionArn } = await running.run([['a'], ['b', 'c']]);
    mend();
    const { output } = await running.redrive(executionArn);
    expect(calls).toEqual(['a', 'a done', 'b', 'b done', 'b done', 'c', 'c done']);
    expect(output).toEqual([['a done done'], ['b done done', 'c done done']]);
  });

  test('runs only the unfinished branches of a Parallel state again', async () => {
    const { work, calls, mend } = mendable('right');
    const branch = (side: string) => one(side, lambdaTask('work', { Parameters: side }));
    const definition = {
      StartAt: 'Both',
      States: { Both: { Type: 'Parallel', Branches: ['left', 'right'].map(branch), End: true } },
    };
    const running = room(definition, { work });
    const { executionArn } = await running.run();
    mend();
    const { output } = await running.redrive(executionArn);
    expect(output).toEqual(['left done', 'right done']);
    expect(calls.filter((side) => side === 'right')).toHaveLength(2);
  });

  test('counts retries anew', async () => {
    const { work, calls } = mendable('a');
    const Retry = [{ ErrorEquals: ['Broken'], MaxAttempts: 2 }];
    const running = room(only(lambdaTask('work', { Retry })), { work });
    const { executionArn } = await running.run('a');
    expect(calls).toHaveLength(3);
    await running.redrive(executionArn);
    expect(calls).toHaveLength(6);
  });

  test('enters a Fail state again, which fails again', async () => {
    const running = room(only({ Type: 'Fail', Error: 'FacesFailed', Cause: '2 of 7' }));
    const { executionArn } = await running.run();
    const { status, error, events } = await running.redrive(executionArn);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'FacesFailed' });
    expect(types(events).slice(2)).toEqual([
      ...['ExecutionFailed', 'ExecutionRedriven', 'FailStateEntered', 'ExecutionFailed'],
    ]);
  });

  test('of a stopped execution runs what was running', async () => {
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let calls = 0;
    const work = () => {
      calls += 1;
      begin();
      return calls === 1 ? new Promise(() => {}) : 'done';
    };
    const running = room(only(lambdaTask('work')), { work });
    const executionArn = await running.start();
    await begun;
    await running.call('StopExecution', { executionArn });
    expect((await running.redrive(executionArn)).output).toBe('done');
  });

  test('can be repeated, and lists the execution as redriven', async () => {
    const { work, mend } = mendable('a');
    const running = room(only(lambdaTask('work')), { work });
    const { executionArn } = await running.run('a');
    await running.redrive(executionArn);
    mend();
    expect(await running.redrive(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
    const stateMachineArn = running.machineArn;
    const listed = async (redriveFilter: string) =>
      (await running.call('ListExecutions', { stateMachineArn, redriveFilter })).executions;
    expect(await listed('REDRIVEN')).toMatchObject([{ executionArn, redriveCount: 2 }]);
    expect(await listed('NOT_REDRIVEN')).toEqual([]);
  });

  test('after States.DataLimitExceeded runs all items of the Map again', async () => {
    let size = 140_000;
    let calls = 0;
    const work = () => {
      calls += 1;
      return 'x'.repeat(size);
    };
    const definition = one('Items', { Type: 'Map', ItemProcessor: one('Item', lambdaTask('work')) });
    const running = room(definition, { work });
    const { executionArn, error } = await running.run([1, 2]);
    expect(error).toBe('States.DataLimitExceeded');
    size = 1;
    expect((await running.redrive(executionArn)).output).toEqual(['x', 'x']);
    expect(calls).toBe(4);
  });

  test('after States.DataLimitExceeded in one item runs the finished ones again, too', async () => {
    let size = 270_000;
    const calls: number[] = [];
    const work = (item: number) => {
      calls.push(item);
      return item === 1 ? 'x' : 'y'.repeat(size);
    };
    const ItemProcessor = one('Item', lambdaTask('work'));
    const running = room(one('Items', { Type: 'Map', MaxConcurrency: 1, ItemProcessor }), { work });
    const { executionArn } = await running.run([1, 2]);
    size = 1;
    expect((await running.redrive(executionArn)).output).toEqual(['x', 'y']);
    expect(calls).toEqual([1, 2, 1, 2]);
  });

  test('of a Map whose items all succeeded, but which failed itself, runs it again', async () => {
    let result = {};
    const definition = one('Items', {
      Type: 'Map',
      ItemProcessor: one('Item', lambdaTask('work')),
      ResultSelector: { 'size.$': '$[0].size' },
    });
    const running = room(definition, { work: () => result });
    const { executionArn, error } = await running.run([1]);
    expect(error).toBe('States.Runtime');
    result = { size: 3 };
    expect((await running.redrive(executionArn)).output).toEqual({ size: 3 });
  });

  test('runs the definition that the execution was started with', async () => {
    const { work, mend } = mendable('a');
    const before = machineRoom(only(lambdaTask('work')), { work });
    const { executionArn } = await before.run('a');
    await before.stepFunctions.close();
    const after = room(only({ Type: 'Pass', Result: 'new' }), { work }, { folder: before.folder });
    mend();
    expect((await after.redrive(executionArn)).output).toBe('a done');
    expect((await after.run()).output).toBe('new');
    const { definition } = await after.call('DescribeStateMachineForExecution', { executionArn });
    expect(JSON.parse(definition)).toEqual(only(lambdaTask('work')));
  });
});
