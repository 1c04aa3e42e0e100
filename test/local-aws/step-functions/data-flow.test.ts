import { describe, expect, onTestFinished, test } from 'vitest';
import { functionArn } from '../../../local-aws/account.ts';
import { lambdaTask, machineRoom, one, only, runOnce, trace } from './machine-room.ts';

const lambdaInvokeOf = (FunctionName: string, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName, ...more },
});

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
        "Invalid path '$.Payload.key' : Missing property in path $['Payload']",
    });
    const results = await failed({ OutputPath: '$.Payload.key' }, { Payload: {} });
    expect(results.cause).toContain(
      "Invalid path '$.Payload.key' : No results for path: $['Payload']['key']",
    );
  });

  test.each(['ErrorPath', 'CausePath'])('in %s of a Fail state', async (field) => {
    const fail = only({ Type: 'Fail', [field]: '$.x' });
    const { error, cause } = await runOnce(fail, { y: 1 });
    expect({ error, cause }).toEqual({
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Only' (entered at the event id #2). " +
        `The JSONPath '$.x' specified for the field '${field}' could not be found in the input '{"y":1}'`,
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

  test.each([
    ['the ARN of a function', lambdaTask('big'), 'LambdaFunctionFailed'],
    ['lambda:invoke', lambdaInvokeOf('big'), 'TaskFailed'],
  ])('of result of %s are taken by a Catch of States.ALL, as recorded on AWS', async (_, task, failed) => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const States = { Big: { ...task, Catch, Next: 'Caught' }, Caught: { Type: 'Pass', End: true } };
    const { status, events } = await runOnce({ StartAt: 'Big', States }, {}, { big: () => text(limit + 2) });
    expect(status).toBe('SUCCEEDED');
    expect(trace(events).slice(4, 7)).toEqual([
      `5 ${failed} ← 4`,
      '6 TaskStateExited ← 5',
      '7 PassStateEntered ← 6',
    ]);
  });

  test('of output of the state around it are not, as recorded on AWS', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const ResultSelector = { 'twice.$': 'States.Array($, $)' };
    const States = {
      Big: lambdaTask('big', { ResultSelector, Catch, Next: 'Caught' }),
      Caught: { Type: 'Succeed' },
    };
    const big = () => text(limit / 2);
    expect((await runOnce({ StartAt: 'Big', States }, {}, { big })).error).toBe('States.DataLimitExceeded');
  });
});

describe('a path to many places whose parent is missing gives an empty list, as recorded on AWS,', () => {
  const many = '$.a.b[*].c';

  test.each<[string, object, unknown]>([
    ['InputPath', { Type: 'Pass', InputPath: many }, []],
    ['OutputPath', { Type: 'Pass', OutputPath: many }, []],
    ['Parameters', { Type: 'Pass', Parameters: { 'x.$': many } }, { x: [] }],
    [
      'an intrinsic function',
      { Type: 'Pass', Parameters: { 'x.$': `States.ArrayLength(${many})` } },
      { x: 0 },
    ],
    ['ResultSelector', lambdaTask('echo', { ResultSelector: { 'x.$': many } }), { x: [] }],
    [
      'ItemSelector',
      {
        Type: 'Map',
        ItemsPath: '$.one',
        ItemSelector: { 'x.$': many },
        ItemProcessor: one('Item', { Type: 'Pass' }),
      },
      [{ x: [] }],
    ],
  ])('in %s', async (_, state, output) => {
    expect((await runOnce(only(state as never), { one: [1] }, echo)).output).toEqual(output);
  });
});

describe('a number keeps the way it is written', () => {
  const numbers = '{"a":0.0,"b":1.50,"c":1E3,"d":12345678901234567890,"e":7}';
  const outputOf = async (definition: object, input = numbers, lambdas = {}) => {
    const room = machineRoom(definition, lambdas);
    onTestFinished(() => room.clean());
    const started = await room.call('StartExecution', { stateMachineArn: room.machineArn, input });
    await room.stepFunctions.waitFor(started.executionArn);
    return (await room.call('DescribeExecution', { executionArn: started.executionArn })).output;
  };

  test('through a state, a template and a Map', async () => {
    expect(await outputOf(only({ Type: 'Pass' }))).toBe(numbers);
    expect(await outputOf(only({ Type: 'Pass', Parameters: { 'x.$': '$.a' } }))).toBe('{"x":0.0}');
    const map = { Type: 'Map', ItemProcessor: one('Item', { Type: 'Pass' }) };
    expect(await outputOf(only(map), '[0.0,1]')).toBe('[0.0,1]');
  });

  test('through a redrive', async () => {
    let broken = true;
    const States = {
      First: { Type: 'Pass', Next: 'Then' },
      Then: lambdaTask('work', { ResultPath: null, End: true }),
    };
    const work = () => {
      if (broken) throw new Error('not yet');
    };
    const room = machineRoom({ StartAt: 'First', States }, { work });
    onTestFinished(() => room.clean());
    const { executionArn } = await room.call('StartExecution', {
      stateMachineArn: room.machineArn,
      input: numbers,
    });
    await room.stepFunctions.waitFor(executionArn);
    broken = false;
    await room.redrive(executionArn);
    expect((await room.call('DescribeExecution', { executionArn })).output).toBe(numbers);
  });

  test('in text made of it', async () => {
    const Parameters = {
      'x.$': "States.Format('{} {}', $.a, States.JsonToString($))",
      'y.$': 'States.StringToJson(States.JsonToString($.b))',
    };
    expect(await outputOf(only({ Type: 'Pass', Parameters }))).toBe(
      `{"x":${JSON.stringify(`0.0 ${numbers}`)},"y":1.50}`,
    );
  });

  test('and is a number to rules, functions and Lambdas all the same', async () => {
    const Choices = [
      {
        And: [
          { Variable: '$.a', NumericEquals: 0 },
          { Variable: '$.c', NumericEqualsPath: '$.c' },
          { Variable: '$.d', IsNumeric: true },
        ],
        Next: 'Add',
      },
    ];
    const States = {
      Choose: { Type: 'Choice', Choices },
      Add: lambdaTask('add', {
        Parameters: { 'sum.$': 'States.MathAdd($.b, $.e)', 'c.$': '$.c' },
        End: true,
      }),
    };
    const add = ({ sum, c }: { sum: number; c: number }) => [sum, c + 1];
    expect(await outputOf({ StartAt: 'Choose', States }, numbers, { add })).toBe('[9,1001]');
  });
});

describe('lambda:invoke', () => {
  test.each<[unknown, unknown]>([
    [null, {}],
    ['true', true],
    ['0', 0],
    ['{"a":[1]}', { a: [1] }],
    ['"text"', 'text'],
    ['null', null],
    [{ a: 1 }, { a: 1 }],
    [[], []],
  ])('with the payload %j gives the function %j, as recorded on AWS', async (Payload, received) => {
    const { output, events } = await runOnce(only(lambdaInvokeOf('echo', { Payload })), {}, echo);
    expect(output).toMatchObject({ Payload: received });
    const { parameters } = events[2]!.taskScheduledEventDetails!;
    expect(JSON.parse(parameters!)).toEqual({ FunctionName: 'echo', Payload });
  });
});
