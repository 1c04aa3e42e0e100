import { describe, expect, test } from 'vitest';
import { Retries, retryDelay, takesError } from '../../../local-aws/step-functions/interpreter/retry.ts';
import { TaskError } from '../../../local-aws/step-functions/invoke.ts';
import { lambdaTask, only, runOnce, types } from './machine-room.ts';

const failing = (...errors: string[]) => {
  const calls: string[] = [];
  const lambda = () => {
    const error = errors[calls.length];
    calls.push(error ?? 'ok');
    if (error) throw new TaskError(error, '');
    return 'done';
  };
  return { calls, lambda };
};

describe('Retry', () => {
  test('waits longer each time, up to the cap', () => {
    const retrier = { ErrorEquals: ['A'], IntervalSeconds: 2, BackoffRate: 1.5, MaxDelaySeconds: 4 };
    expect([0, 1, 2, 3].map((before) => retryDelay(retrier, before))).toEqual([2, 3, 4, 4]);
  });

  test('waits 1, 2 and 4 seconds when nothing is said, and then gives up', () => {
    const retries = new Retries([{ ErrorEquals: ['A'] }]);
    expect([1, 2, 3, 4].map(() => retries.delayAfter('A'))).toEqual([1, 2, 4, undefined]);
  });

  test('with full jitter takes any part of the delay', () => {
    const retrier = { ErrorEquals: ['A'], IntervalSeconds: 10, JitterStrategy: 'FULL' as const };
    expect([0, 0.25, 0.999].map((part) => retryDelay(retrier, 1, part))).toEqual([0, 5, 19.98]);
  });

  test('counts for each retrier by itself', async () => {
    const { calls, lambda } = failing('A', 'B', 'A', 'B', 'A');
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 2 },
      { ErrorEquals: ['B'], MaxAttempts: 2 },
    ];
    const { error } = await runOnce(only(lambdaTask('work', { Retry })), {}, { work: lambda });
    expect(calls).toEqual(['A', 'B', 'A', 'B', 'A']);
    expect(error).toBe('A');
  });

  test('uses the first retrier that takes the error, also to say never', async () => {
    const { calls, lambda } = failing('Permanent');
    const Retry = [{ ErrorEquals: ['Permanent'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }];
    const { error } = await runOnce(only(lambdaTask('work', { Retry })), {}, { work: lambda });
    expect(calls).toHaveLength(1);
    expect(error).toBe('Permanent');
  });

  test('comes before Catch', async () => {
    const { calls, lambda } = failing('A', 'A');
    const state = lambdaTask('work', {
      Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['A'], ResultPath: '$.error', Next: 'Caught' }],
      ResultPath: null,
      Next: 'Caught',
    });
    const definition = { StartAt: 'Work', States: { Work: state, Caught: { Type: 'Succeed' } } };
    const { output } = await runOnce(definition, { n: 1 }, { work: lambda });
    expect(calls).toEqual(['A', 'A']);
    expect(output).toEqual({ n: 1, error: { Error: 'A', Cause: '' } });
  });
});

describe('the names in ErrorEquals', () => {
  test.each([
    [['States.ALL'], 'Anything', true],
    [['States.ALL'], 'States.Timeout', true],
    [['States.ALL'], 'States.Runtime', false],
    [['States.ALL'], 'States.DataLimitExceeded', false],
    [['States.Runtime'], 'States.Runtime', false],
    [['States.TaskFailed'], 'Anything', true],
    [['States.TaskFailed'], 'States.Timeout', false],
    [['States.Timeout'], 'States.Timeout', true],
    [['Some'], 'Something', false],
  ])('%s with the error %s: %s', (names, error, taken) => expect(takesError(names, error)).toBe(taken));

  test.each(['States.ALL', 'States.TaskFailed', 'States.DataLimitExceeded'])(
    '%s take a task whose own result is too large',
    (name) => expect(takesError([name], 'States.DataLimitExceeded', true)).toBe(true),
  );
});

describe('a task', () => {
  test('that takes longer than TimeoutSeconds fails with States.Timeout, and is signalled', async () => {
    let signal: AbortSignal | undefined;
    const slow = (_: never, call: { signal: AbortSignal }) => {
      signal = call.signal;
      return new Promise(() => {});
    };
    const definition = only(lambdaTask('slow', { TimeoutSeconds: 1 }));
    const { error, cause, events } = await runOnce(definition, {}, { slow });
    expect({ error, cause }).toEqual({ error: 'States.Timeout', cause: undefined });
    expect(events.at(-2)).toMatchObject({
      type: 'LambdaFunctionTimedOut',
      lambdaFunctionTimedOutEventDetails: { error: 'States.Timeout' },
    });
    expect(signal!.aborted).toBe(true);
  });

  test('takes its timeout from TimeoutSecondsPath too', async () => {
    const slow = () => new Promise(() => {});
    const definition = only(lambdaTask('slow', { TimeoutSecondsPath: '$.limit' }));
    const { error, events } = await runOnce(definition, { limit: 1 }, { slow });
    expect(error).toBe('States.Timeout');
    expect(events[2]).toMatchObject({ lambdaFunctionScheduledEventDetails: { timeoutInSeconds: 1 } });
  });

  test('whose runner breaks fails as Lambda.Unknown, with what broke as cause', async () => {
    const broken = () => {
      throw new RangeError('no worker');
    };
    const { error, cause } = await runOnce(only(lambdaTask('broken')), {}, { broken });
    expect(error).toBe('Lambda.Unknown');
    expect(JSON.parse(cause!)).toMatchObject({ errorType: 'RangeError', errorMessage: 'no worker' });
  });
});

test('a machine that takes longer than its TimeoutSeconds ends as TIMED_OUT, without error and cause', async () => {
  const definition = { TimeoutSeconds: 1, ...only(lambdaTask('slow')) };
  const outcome = await runOnce(definition, {}, { slow: () => new Promise(() => {}) });
  expect(outcome).toMatchObject({ status: 'TIMED_OUT', redriveStatus: 'REDRIVABLE' });
  expect(outcome).not.toHaveProperty('error');
  expect(types(outcome.events).at(-1)).toBe('ExecutionTimedOut');
});

test('a Fail state takes error and cause from its input', async () => {
  const fail = { Type: 'Fail', ErrorPath: '$.name', CausePath: "States.Format('{} of {}', $.failed, $.all)" };
  const { error, cause } = await runOnce(only(fail), { name: 'FacesFailed', failed: 2, all: 7 });
  expect({ error, cause }).toEqual({ error: 'FacesFailed', cause: '2 of 7' });
});
