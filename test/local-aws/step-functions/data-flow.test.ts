import { describe, expect, test } from 'vitest';
import { functionArn } from '../../../local-aws/account.ts';
import { lambdaTask, one, only, runOnce } from './machine-room.ts';

const echo = { echo: (payload: unknown) => payload };

describe('the data of a state', () => {
  test('goes through InputPath, Parameters, ResultSelector, ResultPath and OutputPath in this order', async () => {
    const definition = only(
      lambdaTask('echo', {
        InputPath: '$.photo',
        Parameters: { 'key.$': '$.key', bucket: 'raw', list: [{ 'size.$': '$.size' }] },
        ResultSelector: { 'found.$': '$.list[0].size', 'by.$': '$$.State.Name' },
        ResultPath: '$.photo.result',
        OutputPath: '$.photo',
      }),
    );
    const { output } = await runOnce(definition, { photo: { key: 'a.jpg', size: 7 }, more: 1 }, echo);
    expect(output).toEqual({ key: 'a.jpg', size: 7, result: { found: 7, by: 'Only' } });
  });

  test.each([
    [{ ResultPath: '$' }, { n: 2 }],
    [{ ResultPath: null }, { n: 1 }],
    [{ ResultPath: '$.new.deep' }, { n: 1, new: { deep: { n: 2 } } }],
    [{ OutputPath: null }, {}],
    [{ ResultPath: '$.n', OutputPath: '$.n' }, { n: 2 }],
  ])('with %o', async (paths, output) => {
    const pass = { Type: 'Pass', Result: { n: 2 }, ...paths };
    expect((await runOnce(only(pass), { n: 1 })).output).toEqual(output);
  });

  test('InputPath null gives an empty object', async () => {
    expect((await runOnce(only({ Type: 'Pass', InputPath: null }), { n: 1 })).output).toEqual({});
  });

  test('a falsy Result is a result', async () => {
    expect((await runOnce(only({ Type: 'Pass', Result: 0 }))).output).toBe(0);
  });

  test('a Lambda cannot change what the next attempt gets', async () => {
    const seen: unknown[] = [];
    const spoil = (payload: { n: number }) => {
      seen.push(structuredClone(payload));
      payload.n = 99;
      throw new Error('no TaskError');
    };
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
    await runOnce(only(lambdaTask('spoil', { Retry })), { n: 1 }, { spoil });
    expect(seen).toEqual([{ n: 1 }, { n: 1 }]);
  });
});

describe('a path to something missing fails the execution with States.Runtime, which nothing catches,', () => {
  const failed = async (state: object, input = {}) => {
    const Catch = ['States.Runtime', 'States.ALL'].map((name) => ({ ErrorEquals: [name], Next: 'Caught' }));
    const definition = {
      StartAt: 'Fill',
      States: {
        Fill: { ...lambdaTask('echo'), ...state, Catch, Next: 'Caught' },
        Caught: { Type: 'Succeed' },
      },
    };
    const { status, error, cause } = await runOnce(definition, input, echo);
    return { status, error, cause };
  };

  test('in Parameters, naming state, event, path, field and input', async () => {
    expect(await failed({ Parameters: { z: { 'y.$': '$.y' } } }, { x: 1 })).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Fill' (entered at the event id #2). " +
        "The JSONPath '$.y' specified for the field 'y.$' could not be found in the input '{\"x\":1}'",
    });
  });

  test('in OutputPath', async () => {
    expect(await failed({ OutputPath: '$.Payload.key' })).toMatchObject({
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Fill' (entered at the event id #2). " +
        "Invalid path '$.Payload.key' : No results for path: $['Payload']['key']",
    });
  });

  test('in a Choice without a matching rule and Default', async () => {
    const Choices = [{ Variable: '$.a', NumericEquals: 1, Next: 'End' }];
    const States = { Choose: { Type: 'Choice', Choices }, End: { Type: 'Succeed' } };
    const { error, cause } = await runOnce({ StartAt: 'Choose', States }, { a: 2 });
    expect({ error, cause }).toEqual({
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Choose' (entered at the event id #2). " +
        'Failed to transition out of the state. The state does not point to a next state.',
    });
  });

  test('but a result that has no place in the input is a conflict that can be caught', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const States = {
      Put: lambdaTask('echo', { ResultPath: '$.result', Catch, Next: 'Caught' }),
      Caught: { Type: 'Succeed' },
    };
    const { output } = await runOnce({ StartAt: 'Put', States }, [1], echo);
    expect(output).toEqual({
      Error: 'States.ReferencePathConflict',
      Cause: 'Unable to apply step "result" to input [1]',
    });
  });
});

describe('the context object', () => {
  test('has the execution, the state and the machine', async () => {
    const definition = only(lambdaTask('echo', { Parameters: { 'context.$': '$$' } }));
    const { output, executionArn } = await runOnce(definition, { n: 1 }, echo);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(output).toEqual({
      context: {
        Execution: {
          Id: executionArn,
          Input: { n: 1 },
          Name: executionArn.split(':').at(-1),
          RoleArn: expect.stringMatching(/^arn:aws:iam::/),
          StartTime: time,
          RedriveCount: 0,
        },
        StateMachine: {
          Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:Machine',
          Name: 'Machine',
        },
        State: { Name: 'Only', EnteredTime: time, RetryCount: 0 },
      },
    });
  });

  test('has the item of the Map in its ItemSelector and in every state of the iteration', async () => {
    const Parameters = { 'index.$': '$$.Map.Item.Index', 'value.$': '$$.Map.Item.Value', 'selected.$': '$' };
    const definition = one('Faces', {
      Type: 'Map',
      ItemsPath: '$.faces',
      ItemSelector: { 'photo.$': '$.photo', 'idx.$': '$$.Map.Item.Index', 'face.$': '$$.Map.Item.Value' },
      ItemProcessor: one('Face', { Type: 'Pass', Parameters }),
    });
    const { output } = await runOnce(definition, { photo: 'p', faces: ['a', 'b'] });
    expect(output).toEqual([
      { index: 0, value: 'a', selected: { photo: 'p', idx: 0, face: 'a' } },
      { index: 1, value: 'b', selected: { photo: 'p', idx: 1, face: 'b' } },
    ]);
  });

  test('keeps the execution input inside a Map, and counts retries', async () => {
    const Parameters = { 'input.$': '$$.Execution.Input', 'retries.$': '$$.State.RetryCount' };
    let calls = 0;
    const flaky = (payload: unknown) => {
      if (++calls < 3) throw new Error('again');
      return payload;
    };
    const Retry = [{ ErrorEquals: ['States.ALL'] }];
    const ItemProcessor = one('Item', lambdaTask('flaky', { Parameters, Retry }));
    const { output } = await runOnce(one('Items', { Type: 'Map', ItemProcessor }), ['x'], { flaky });
    expect(output).toEqual([{ input: ['x'], retries: 2 }]);
  });
});

describe('more than 262,144 bytes', () => {
  const limit = 262_144;
  const text = (bytes: number) => 'é'.repeat(bytes / 2 - 1);

  test('of result fail the task by States.DataLimitExceeded, and one byte less does not', async () => {
    const big = only(lambdaTask('big', { ResultPath: null }));
    const tooMuch = await runOnce(big, {}, { big: () => text(limit + 2) });
    expect(tooMuch.error).toBe('States.DataLimitExceeded');
    expect(tooMuch.cause).toBe(
      `The state/task '${functionArn('big')}' returned a result with a size exceeding the maximum number of ` +
        'bytes service limit.',
    );
    expect(tooMuch.events.at(-2)!.type).toBe('LambdaFunctionFailed');
    expect((await runOnce(big, {}, { big: () => text(limit) })).status).toBe('SUCCEEDED');
  });

  test('of output fail the state that put it together', async () => {
    const definition = only({ Type: 'Pass', Parameters: { 'twice.$': 'States.Array($, $)' } });
    const { error, cause } = await runOnce(definition, text(limit / 2));
    expect(error).toBe('States.DataLimitExceeded');
    expect(cause).toContain("The state/task 'Only' returned");
  });

  test('are taken by a Catch that names them, not by States.ALL or States.TaskFailed', async () => {
    const caughtBy = async (name: string) => {
      const Catch = [{ ErrorEquals: [name], Next: 'Caught' }];
      const States = { Big: lambdaTask('big', { Catch, Next: 'Caught' }), Caught: { Type: 'Succeed' } };
      return (await runOnce({ StartAt: 'Big', States }, {}, { big: () => text(limit + 2) })).status;
    };
    expect(await caughtBy('States.DataLimitExceeded')).toBe('SUCCEEDED');
    expect(await caughtBy('States.ALL')).toBe('FAILED');
    expect(await caughtBy('States.TaskFailed')).toBe('FAILED');
  });
});
