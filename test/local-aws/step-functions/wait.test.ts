import { afterEach, describe, expect, test, vi } from 'vitest';
import { callAfter, pause } from '../../../local-aws/step-functions/interpreter/pause.ts';
import { machineRoom, only, runOnce, types } from './machine-room.ts';

const wait = (duration: object) => only({ Type: 'Wait', ...duration });
const day = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

afterEach(() => vi.useRealTimers());

describe('a Wait state', () => {
  test.each([
    [{ Seconds: 30 }, 'SUCCEEDED'],
    [{ SecondsPath: '$.seconds' }, 'SUCCEEDED'],
    [{ Timestamp: '2020-01-01T00:00:00Z' }, 'SUCCEEDED'],
    [{ TimestampPath: '$.at' }, 'SUCCEEDED'],
    [{ SecondsPath: '$.at' }, 'FAILED'],
    [{ TimestampPath: '$.wrong' }, 'FAILED'],
  ])('with %o: %s', async (duration, status) => {
    const input = { seconds: 5, at: '2020-01-01T00:00:00Z', wrong: '2020-01-01' };
    expect((await runOnce(wait(duration), input)).status).toBe(status);
  });

  test.each<[object, unknown, string]>([
    [{ SecondsPath: '$.s' }, -1, 'The SecondsPath parameter references a negative value: $.s == -1'],
    [{ SecondsPath: '$.s' }, 1.5, 'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5'],
    [{ SecondsPath: '$.s' }, -1.5, 'The SecondsPath parameter cannot be parsed as a long value: $.s == -1.5'],
    [{ SecondsPath: '$.t' }, 1, 'The SecondsPath parameter does not reference an input value: $.t'],
    [{ TimestampPath: '$.t' }, 1, 'The TimestampPath parameter does not reference an input value: $.t'],
    [{ SecondsPath: '$.s' }, 100_000_000, 'Wait state delay is too long.'],
    [{ TimestampPath: '$.s' }, inDays(24_856), 'Wait state delay is too long.'],
    [{ Timestamp: inDays(24_856) }, 1, 'Wait state delay is too long.'],
    [
      { TimestampPath: '$.s' },
      '2016-12-05 21:29:29Z',
      'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ' +
        '$.s == 2016-12-05 21:29:29Z',
    ],
  ])("with %j given %j fails in AWS's words", async (duration, s, sentence) => {
    const { error, cause, events } = await runOnce(wait(duration), { s } as never);
    expect(error).toBe('States.Runtime');
    expect(cause).toBe(
      `An error occurred while executing the state 'Only' (entered at the event id #2). ${sentence}`,
    );
    expect(types(events)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionFailed']);
  });

  test.each([[{ Timestamp: inDays(24_854) }], [{ Seconds: 99_999_999 }]])(
    'waits with %j',
    async (duration) => {
      const room = machineRoom(wait(duration), {}, { waitScale: 1 });
      const executionArn = await room.start();
      await vi.waitFor(async () => {
        const { events } = await room.call('GetExecutionHistory', { executionArn });
        expect(types(events)).toEqual(['ExecutionStarted', 'WaitStateEntered']);
      });
      await new Promise(setImmediate);
      expect((await room.call('DescribeExecution', { executionArn })).status).toBe('RUNNING');
      await room.clean();
    },
  );

  test('counts a timestamp to whole seconds: what is beyond them is cut off', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime('2030-01-01T00:00:00.500Z');
    // What is left of the second would take days.
    const room = machineRoom(wait({ TimestampPath: '$.at' }), {}, { waitScale: 1e6 });
    const executionArn = await room.start({ at: '2030-01-01T00:00:00.999Z' });
    const { events } = await room.outcomeOf(executionArn);
    expect(types(events).at(-1)).toBe('ExecutionSucceeded');
    await room.clean();
  });
});

describe('a delay longer than a timer of Node can be', () => {
  test('ends when it is due, and not before', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    let ended = false;
    const delay = pause(60 * day, new AbortController().signal).then(() => {
      ended = true;
    });
    await vi.advanceTimersByTimeAsync(60 * day - 1);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await delay;
  });

  test('can be ended early, also after its first timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const stop = new AbortController();
    const delay = pause(60 * day, stop.signal);
    await vi.advanceTimersByTimeAsync(30 * day);
    stop.abort(new Error('stopped'));
    await expect(delay).rejects.toThrow('stopped');
    let called = false;
    const cancel = callAfter(60 * day, () => {
      called = true;
    });
    await vi.advanceTimersByTimeAsync(59 * day);
    cancel();
    await vi.advanceTimersByTimeAsync(2 * day);
    expect(called).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});
