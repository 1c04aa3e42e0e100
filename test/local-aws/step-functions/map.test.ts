import { afterEach, describe, expect, test } from 'vitest';
import { TaskError } from '../../../local-aws/step-functions/invoke.ts';
import { lambdaTask, machineRoom, one, runOnce, types } from './machine-room.ts';

const map = (task: object, more: object = {}) =>
  one('Items', { Type: 'Map', ItemProcessor: one('Item', lambdaTask('work', task)), ...more });

const rooms: ReturnType<typeof machineRoom>[] = [];
const room = (...given: Parameters<typeof machineRoom>) => {
  const made = machineRoom(...given);
  rooms.push(made);
  return made;
};
afterEach(async () => {
  for (const made of rooms.splice(0)) await made.clean();
});

/** A Lambda whose calls end when the test says so. */
function gate() {
  const open = new Map<number, { resolve: (value: number) => void; reject: (error: Error) => void }>();
  const begun: number[] = [];
  const signals: AbortSignal[] = [];
  const waiting: (() => void)[] = [];
  return {
    begun,
    signals,
    open,
    work: (item: number, { signal }: { signal: AbortSignal }) => {
      begun.push(item);
      signals.push(signal);
      for (const look of waiting) look();
      return new Promise<number>((resolve, reject) => open.set(item, { resolve, reject }));
    },
    /** Until so many calls have begun. */
    calls: (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => begun.length >= count && resolve();
        waiting.push(look);
        look();
      }),
  };
}

describe('a Map', () => {
  test('gives the outputs in the order of its items', async () => {
    const work = async (n: number) => {
      await new Promise((resolve) => setTimeout(resolve, 5 - n));
      return n * 10;
    };
    expect((await runOnce(map({}), [1, 2, 3, 4], { work })).output).toEqual([10, 20, 30, 40]);
  });

  test('of nothing gives an empty list', async () => {
    const { output, events } = await runOnce(map({}), []);
    expect(output).toEqual([]);
    expect(types(events)).toContain('MapStateSucceeded');
  });

  test.each([
    [{}, 40],
    [{ MaxConcurrency: 0 }, 40],
    [{ MaxConcurrency: 3 }, 3],
    [{ MaxConcurrency: 1000 }, 40],
    [{ ItemsPath: '$.items', MaxConcurrencyPath: '$.atOnce' }, 2],
  ])('with %o runs %i items at once', async (more, atOnce) => {
    const items = [...Array(60).keys()];
    const { work, calls, begun } = gate();
    const running = room(map({}, more), { work });
    await running.start('ItemsPath' in more ? { items, atOnce: 2 } : items);
    await calls(atOnce);
    await new Promise(setImmediate);
    expect(begun).toHaveLength(atOnce);
  });

  test.each([
    ['NoNumber', 'NoNumber'],
    [{}, '{}'],
    [1.5, '1.5'],
  ])(
    'whose MaxConcurrencyPath refers to %j fails before it starts, as recorded on AWS',
    async (atOnce, printed) => {
      const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Items' }];
      const { error, cause, events } = await runOnce(map({}, { MaxConcurrencyPath: '$.atOnce', Catch }), {
        atOnce,
      });
      expect(types(events)).toEqual(['ExecutionStarted', 'MapStateEntered', 'ExecutionFailed']);
      expect(error).toBe('States.Runtime');
      expect(cause).toBe(
        "An error occurred while executing the state 'Items' (entered at the event id #2). " +
          `The MaxConcurrencyPath field refers to value "${printed}" which is not a valid integer: $.atOnce`,
      );
    },
  );

  test('that is given no list fails', async () => {
    const definition = map({}, { ItemsPath: '$.items' });
    expect(await runOnce(definition, { items: 3 })).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining('Reference path "$.items" must point to array.'),
    });
    expect(await runOnce(definition, {})).toMatchObject({
      error: 'States.ReferencePathConflict',
      cause: 'Unable to apply step "items" to input {}',
    });
  });

  test('runs inside a Map', async () => {
    const inner = { Type: 'Map', ItemProcessor: one('Inner item', lambdaTask('work')) };
    const definition = one('Outer', { Type: 'Map', ItemProcessor: one('Inner', inner) });
    const { output } = await runOnce(definition, [[1, 2], [], [3]], { work: (n: number) => -n });
    expect(output).toEqual([[-1, -2], [], [-3]]);
  });

  test('with an item that fails and is caught keeps the others', async () => {
    const Catch = [{ ErrorEquals: ['Bad'], ResultPath: '$.error', Next: 'Failed' }];
    const ItemProcessor = {
      StartAt: 'Work',
      States: {
        Work: lambdaTask('work', { ResultPath: '$.result', Catch, End: true }),
        Failed: { Type: 'Pass', OutputPath: '$.error.Error', End: true },
      },
    };
    const work = ({ n }: { n: number }) => {
      if (n === 2) throw new TaskError('Bad', '');
      return n;
    };
    const { output } = await runOnce(one('Items', { Type: 'Map', ItemProcessor }), [{ n: 1 }, { n: 2 }], {
      work,
    });
    expect(output).toEqual([{ n: 1, result: 1 }, 'Bad']);
  });
});

describe('after the first failure of an item', () => {
  test('no queued item starts, running tasks are signalled, and nothing is recorded', async () => {
    const { work, calls, begun, open, signals } = gate();
    const running = room(map({}, { MaxConcurrency: 3 }), { work });
    const executionArn = await running.start([...Array(20).keys()]);
    await calls(3);
    for (const { resolve } of [open.get(0)!, open.get(2)!]) resolve(1);
    await calls(5);
    open.get(1)!.reject(new TaskError('Bad', ''));
    open.get(3)!.resolve(1);
    const { error, events } = await running.outcomeOf(executionArn);
    open.get(4)!.resolve(1);
    await new Promise(setImmediate);
    expect(error).toBe('Bad');
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect(signals.at(-1)!.aborted).toBe(true);
    const failure = types(events).lastIndexOf('LambdaFunctionFailed');
    expect(types(events).slice(failure)).not.toContain('MapIterationSucceeded');
    expect((await running.outcomeOf(executionArn)).events).toEqual(events);
  });

  test('the same holds while the execution goes on, because the Map is caught', async () => {
    const { work, calls, begun, open, signals } = gate();
    const Items = map({}, { MaxConcurrency: 2 }).States.Items!;
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'After' }];
    const After = lambdaTask('after', { End: true });
    const States = { Items: { ...Items, Catch, Next: 'After', End: undefined }, After };
    let seen: boolean[] = [];
    const after = async () => {
      seen = signals.map(({ aborted }) => aborted);
      open.get(1)!.resolve(1);
      await new Promise(setImmediate);
    };
    const running = room({ StartAt: 'Items', States }, { work, after });
    const executionArn = await running.start([0, 1, 2, 3]);
    await calls(2);
    open.get(0)!.reject(new TaskError('Bad', ''));
    const { status, events } = await running.outcomeOf(executionArn);
    expect(status).toBe('SUCCEEDED');
    expect(begun).toEqual([0, 1]);
    expect(seen).toEqual([true, true]);
    expect(types(events).filter((type) => type === 'LambdaFunctionSucceeded')).toHaveLength(1);
  });

  test('another failure at the same moment, deeper inside, adds nothing', async () => {
    const { work, calls, open } = gate();
    const task = lambdaTask('work', { InputPath: '$.id' });
    const Items = { Type: 'Map', ItemsPath: '$.items', ItemProcessor: one('Item', task) };
    const Branches = [one('Items', Items), one('Alone', task)];
    const running = room(one('Both', { Type: 'Parallel', Branches }), { work });
    const executionArn = await running.start({ id: 1, items: [{ id: 2 }] });
    await calls(2);
    open.get(1)!.reject(new TaskError('First', ''));
    open.get(2)!.reject(new TaskError('Second', ''));
    const { error, events } = await running.outcomeOf(executionArn);
    expect(error).toBe('First');
    const after = types(events).slice(types(events).lastIndexOf('LambdaFunctionFailed') + 1);
    expect(after).toEqual([
      ...['MapStateAborted', 'MapIterationAborted', 'TaskStateAborted', 'TaskStateAborted'],
      ...['ParallelStateFailed', 'ExecutionFailed'],
    ]);
  });

  test('no retry of another item fires', async () => {
    let calls = 0;
    const work = (item: string) => {
      calls += 1;
      throw new TaskError(item, '');
    };
    const Retry = [{ ErrorEquals: ['Again'], IntervalSeconds: 1, MaxAttempts: 100 }];
    const { error } = await runOnce(map({ Retry }), ['Again', 'Bad'], { work });
    const before = calls;
    // A timer that is due after the one of the retry would have been.
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(error).toBe('Bad');
    expect(calls).toBe(before);
  });
});

describe('StopExecution', () => {
  test('ends the execution at once, whatever runs, and nothing works or is recorded after', async () => {
    const { work, calls, open, signals, begun } = gate();
    const running = room(map({}, { MaxConcurrency: 2 }), { work });
    const executionArn = await running.start([0, 1, 2, 3]);
    await calls(2);
    await running.call('StopExecution', { executionArn, error: 'Enough', cause: 'by hand' });
    open.get(0)!.resolve(1);
    await new Promise(setImmediate);
    const { status, error, cause, events } = await running.outcomeOf(executionArn);
    expect({ status, error, cause }).toEqual({ status: 'ABORTED', error: 'Enough', cause: 'by hand' });
    expect(begun).toEqual([0, 1]);
    expect(signals.every((signal) => signal.aborted)).toBe(true);
    expect(events.at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'Enough', cause: 'by hand' },
    });
  });
});
