import { randomUUID } from 'node:crypto';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functionArn } from '../../../local-aws/account.ts';
import { TaskError } from '../../../local-aws/step-functions/invoke.ts';
import { openTarget, remote, type Target } from './step-functions-target.ts';

/** What Step Functions does by its documentation and by recordings, asked through the SDK. */

const pass = { Type: 'Pass', End: true };
const machines = {
  Pass: { StartAt: 'Pass', States: { Pass: pass } },
  Wait: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } } },
  Fail: { StartAt: 'Fail', States: { Fail: { Type: 'Fail', Error: 'Bad', Cause: 'on purpose' } } },
  Missing: {
    StartAt: 'Fill',
    States: { Fill: { ...pass, Parameters: { 'size.$': '$.photo.size' } } },
  },
  Double: {
    StartAt: 'Double',
    States: { Double: { ...pass, Parameters: { 'twice.$': 'States.Array($, $)' } } },
  },
  TimedOut: {
    TimeoutSeconds: 1,
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } },
  },
  Items: {
    StartAt: 'Items',
    States: {
      Items: {
        Type: 'Map',
        MaxConcurrency: 1,
        ItemProcessor: {
          StartAt: 'IsGood',
          States: {
            IsGood: {
              Type: 'Choice',
              Choices: [{ Variable: '$.good', BooleanEquals: true, Next: 'Good' }],
              Default: 'Bad',
            },
            Good: { Type: 'Succeed' },
            Bad: { Type: 'Fail', Error: 'Bad' },
          },
        },
        End: true,
      },
    },
  },
  Task: {
    StartAt: 'Task',
    States: { Task: { Type: 'Task', Resource: functionArn('flaky'), End: true } },
  },
};

let target: Target;
let healthy = true;

beforeAll(async () => {
  target = await openTarget(machines, async ({ payload }) => {
    if (!healthy) throw new TaskError('Throttled', '{"errorType":"Throttled"}');
    return payload;
  });
});
afterAll(() => target.close());

const start = (machine: keyof typeof machines, more: { name?: string; input?: string } = {}) =>
  target.client.send(new StartExecutionCommand({ stateMachineArn: target.machineArn(machine), ...more }));

const describeExecution = (executionArn: string) =>
  target.client.send(new DescribeExecutionCommand({ executionArn }));

const historyOf = async (executionArn: string) =>
  (await target.client.send(new GetExecutionHistoryCommand({ executionArn }))).events!;

async function run(machine: keyof typeof machines, input = '{}') {
  const { executionArn } = await start(machine, { input });
  await target.settled(executionArn!);
  return describeExecution(executionArn!);
}

const shape = (events: HistoryEvent[]) => events.map(({ type, id }) => `${id} ${type}`);

describe('StartExecution', () => {
  test('gives the execution an ARN with its name, and a date', async () => {
    const name = randomUUID();
    const { executionArn, startDate } = await start('Pass', { name });
    expect(executionArn).toBe(
      target.machineArn('Pass').replace(':stateMachine:', ':execution:').concat(':', name),
    );
    expect(Math.abs(Date.now() - startDate!.getTime())).toBeLessThan(60_000);
  });

  test('makes up a name when there is none', async () => {
    expect((await start('Pass')).executionArn).toMatch(/:[0-9a-f-]{36}$/);
  });

  test('with the name and input of a running execution gives that execution', async () => {
    const again = { name: randomUUID(), input: '{"n":1}' };
    const first = await start('Wait', again);
    expect(await start('Wait', again)).toMatchObject({
      executionArn: first.executionArn,
      startDate: first.startDate,
    });
    await expect(start('Wait', { ...again, input: '{"n":2}' })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${first.executionArn}'`,
    });
    await target.client.send(new StopExecutionCommand({ executionArn: first.executionArn }));
  });

  test('refuses the name of an execution that is over', async () => {
    const again = { name: randomUUID() };
    const { executionArn } = await start('Pass', again);
    await target.settled(executionArn!);
    await expect(start('Pass', again)).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  test.each(['.', '..', 'photo.jpg', 'a@b', "it's", 'a+b=c!', '(1)', 'ünï'])(
    'takes the name %s',
    async (part) => {
      const name = part.startsWith('.') && !remote ? part : `${part}-${randomUUID()}`;
      const { executionArn } = await start('Pass', { name });
      await target.settled(executionArn!);
      expect(await describeExecution(executionArn!)).toMatchObject({ name, status: 'SUCCEEDED' });
      expect(await historyOf(executionArn!)).toHaveLength(4);
    },
  );

  test.each([
    ['x'.repeat(81), 'less than or equal to 80'],
    ['', 'greater than or equal to 1'],
  ])('refuses the name "%s" for its length', async (name, limit) => {
    await expect(start('Pass', { name })).rejects.toMatchObject({
      name: 'ValidationException',
      message: `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must have length ${limit}`,
    });
  });

  const refusedNames = [
    'with space',
    'a/b',
    'a:b',
    'a#b',
    'ü*',
    'a\u0000',
    'a\u007f',
    'a\u0085',
    '😀',
    'a\uffff',
  ];
  test.each(refusedNames)('refuses the name "%s"', async (name) => {
    await expect(start('Pass', { name })).rejects.toMatchObject({
      name: 'InvalidName',
      message: `Invalid Name: '${name}'`,
    });
  });

  const values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
  test.each([
    ['', 'Invalid execution input.'],
    ['not json', `Unrecognized token 'not': was expecting ${values}`],
    ["{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"],
    [
      '{"a" 1}',
      "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
    ],
    [
      '{"a":1 "b":2}',
      "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
    ],
    ['[1 2]', "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"],
    ['[,]', `Unexpected character (',' (code 44)): expected a valid value ${values}`],
    ['{"a":"\\x"}', "Unrecognized character escape 'x' (code 120)"],
    ['["a', 'Unexpected end-of-input: was expecting closing quote for a string value'],
    ['[1', 'Unexpected end-of-input'],
  ])("refuses the input %s in the words of AWS's parser", async (input, sentence) => {
    await expect(start('Pass', { input })).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
      message: `Invalid State Machine Execution Input: '${sentence}'`,
    });
  });

  test('refuses input that is nested too deeply and never closed', async () => {
    await expect(start('Pass', { input: '['.repeat(200_000) })).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
    });
  });

  test.each(['1', '"text"', 'null', '[]'])('takes the input %s, which is no object', async (input) => {
    expect(await run('Pass', input)).toMatchObject({ status: 'SUCCEEDED', output: input });
  });

  test('refuses more than 262,144 bytes of input', async () => {
    await expect(start('Pass', { input: JSON.stringify('x'.repeat(262_143)) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('refuses a machine that does not exist, and an ARN that is none', async () => {
    const missing = target.machineArn('Pass').replace(/[^:]+$/, 'NotHere');
    const startAt = (stateMachineArn: string) =>
      target.client.send(new StartExecutionCommand({ stateMachineArn }));
    await expect(startAt(missing)).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${missing}'`,
    });
    await expect(startAt('nonsense')).rejects.toMatchObject({
      name: 'InvalidArn',
      message: "Invalid Arn: 'Invalid ARN prefix: nonsense'",
    });
  });
});

describe('DescribeExecution', () => {
  test('of a success has input and output and says that it cannot be redriven', async () => {
    const described = await run('Pass', '{"n":1}');
    expect(described).toMatchObject({
      ...{ status: 'SUCCEEDED', input: '{"n":1}', inputDetails: { included: true } },
      ...{ output: '{"n":1}', outputDetails: { included: true } },
      ...{ redriveCount: 0, redriveStatus: 'NOT_REDRIVABLE' },
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      stateMachineArn: target.machineArn('Pass'),
    });
    expect(described.stopDate!.getTime()).toBeGreaterThanOrEqual(described.startDate!.getTime());
  });

  test('of a failure has error and cause, and no output', async () => {
    const described = await run('Fail');
    expect(described).toMatchObject({
      ...{ status: 'FAILED', error: 'Bad', cause: 'on purpose', redriveStatus: 'REDRIVABLE' },
    });
    expect(described.output).toBeUndefined();
  });

  test('of a running one has no end', async () => {
    const { executionArn } = await start('Wait');
    expect(await describeExecution(executionArn!)).toMatchObject({
      ...{ status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' },
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    expect((await describeExecution(executionArn!)).stopDate).toBeUndefined();
    await target.client.send(new StopExecutionCommand({ executionArn }));
  });

  test('of a machine beyond its TimeoutSeconds is TIMED_OUT', async () => {
    expect(await run('TimedOut')).toMatchObject({ status: 'TIMED_OUT', redriveStatus: 'REDRIVABLE' });
  });

  test.each([
    ['nonsense', 'InvalidArn'],
    ['a machine', 'InvalidArn'],
    ['a missing execution', 'ExecutionDoesNotExist'],
  ])('refuses %s with %s', async (what, name) => {
    const machine = target.machineArn('Pass');
    const missing = `${machine.replace(':stateMachine:', ':execution:')}:not-here`;
    const arn = what === 'nonsense' ? 'nonsense' : what === 'a machine' ? machine : missing;
    await expect(describeExecution(arn)).rejects.toMatchObject({ name });
  });
});

describe('a failure', () => {
  test('of a path to something missing is States.Runtime', async () => {
    expect(await run('Missing')).toMatchObject({
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Fill' (entered at the event id #2). The JSONPath " +
        "'$.photo.size' specified for the field 'size.$' could not be found in the input '{}'",
    });
  });

  test('of more than 262,144 bytes is States.DataLimitExceeded', async () => {
    expect(await run('Double', JSON.stringify('x'.repeat(140_000)))).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });
});

describe('GetExecutionHistory', () => {
  test('has the events from first to last, or the other way round', async () => {
    const { executionArn } = await run('Pass', '{"n":1}');
    const events = await historyOf(executionArn!);
    expect(events).toMatchObject([
      { id: 1, previousEventId: 0, executionStartedEventDetails: { input: '{"n":1}' } },
      { id: 2, previousEventId: 0, stateEnteredEventDetails: { name: 'Pass', input: '{"n":1}' } },
      { id: 3, previousEventId: 2, stateExitedEventDetails: { name: 'Pass', output: '{"n":1}' } },
      { id: 4, previousEventId: 3, executionSucceededEventDetails: { output: '{"n":1}' } },
    ]);
    expect(events[0]!.timestamp).toBeInstanceOf(Date);
    const reversed = await target.client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }),
    );
    expect(reversed.events).toEqual(events.toReversed());
  });

  test('comes in pages', async () => {
    const { executionArn } = await run('Items', JSON.stringify(Array(3).fill({ good: true })));
    const whole = await historyOf(executionArn!);
    const paged: HistoryEvent[] = [];
    const pages = paginateGetExecutionHistory(
      { client: target.client, pageSize: 5 },
      { executionArn: executionArn! },
    );
    for await (const page of pages) paged.push(...page.events!);
    expect(paged).toEqual(whole);
  });

  test('can leave the data out, but not the error', async () => {
    const { executionArn } = await run('Fail', '{"secret":1}');
    const { events } = await target.client.send(
      new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }),
    );
    expect(JSON.stringify(events)).not.toContain('secret');
    expect(events!.at(-1)).toMatchObject({ executionFailedEventDetails: { error: 'Bad' } });
  });

  test('refuses a token it did not give and more than 1,000 results', async () => {
    const { executionArn } = await run('Pass');
    const ask = (more: object) =>
      target.client.send(new GetExecutionHistoryCommand({ executionArn, ...more }));
    await expect(ask({ nextToken: 'made up' })).rejects.toMatchObject({ name: 'InvalidToken' });
    const token = 'x'.repeat(3097);
    await expect(ask({ nextToken: token })).rejects.toMatchObject({
      name: 'ValidationException',
      message: `1 validation error detected: Value '${token}' at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 3096`,
    });
    await expect(
      target.client.send(new ListStateMachinesCommand({ nextToken: 'x'.repeat(1025) })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Member must have length less than or equal to 1024'),
    });
    await expect(ask({ maxResults: 1001 })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: " +
        'Member must have value less than or equal to 1000',
    });
  });

  test('of a Map counts the iterations', async () => {
    const { executionArn } = await run('Items', '[{"good":true},{"good":false},{"good":true}]');
    expect(shape(await historyOf(executionArn!))).toEqual([
      ...['1 ExecutionStarted', '2 MapStateEntered', '3 MapStateStarted', '4 MapIterationStarted'],
      ...['5 ChoiceStateEntered', '6 ChoiceStateExited', '7 SucceedStateEntered', '8 SucceedStateExited'],
      ...[
        '9 MapIterationSucceeded',
        '10 MapIterationStarted',
        '11 ChoiceStateEntered',
        '12 ChoiceStateExited',
      ],
      ...['13 FailStateEntered', '14 MapIterationFailed', '15 MapStateFailed', '16 ExecutionFailed'],
    ]);
  });
});

describe('StopExecution', () => {
  test('aborts, with error and cause, and says when', async () => {
    const { executionArn } = await start('Wait');
    const { stopDate } = await target.client.send(
      new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'by hand' }),
    );
    expect(await describeExecution(executionArn!)).toMatchObject({
      ...{ status: 'ABORTED', error: 'Enough', cause: 'by hand', redriveStatus: 'REDRIVABLE' },
      stopDate,
    });
    const events = await historyOf(executionArn!);
    expect(events.at(-1)).toMatchObject({ type: 'ExecutionAborted', previousEventId: 0 });
  });
});

describe('RedriveExecution', () => {
  const redrive = (executionArn: string | undefined) =>
    target.client.send(new RedriveExecutionCommand({ executionArn }));

  test('of an execution in a Fail state enters it again, and it fails again', async () => {
    const { executionArn } = await run('Fail');
    const { redriveDate } = await redrive(executionArn);
    await target.settled(executionArn!);
    const described = await describeExecution(executionArn!);
    expect(described).toMatchObject({ status: 'FAILED', error: 'Bad', redriveCount: 1, redriveDate });
    const events = await historyOf(executionArn!);
    expect(events.find(({ type }) => type === 'ExecutionRedriven')).toMatchObject({
      executionRedrivenEventDetails: { redriveCount: 1 },
    });
  });

  test('keeps the finished iterations of a Map', async () => {
    const { executionArn } = await run('Items', '[{"good":true},{"good":false}]');
    await redrive(executionArn);
    await target.settled(executionArn!);
    const types = (await historyOf(executionArn!)).map(({ type }) => type);
    expect(types.filter((type) => type === 'MapIterationSucceeded')).toHaveLength(1);
    expect(types.filter((type) => type === 'ExecutionFailed')).toHaveLength(2);
  });

  test.skipIf(remote)('runs a failed task again (on AWS it would need a Lambda)', async () => {
    healthy = false;
    const { executionArn, error } = await run('Task', '"data"');
    expect(error).toBe('Throttled');
    healthy = true;
    await redrive(executionArn);
    await target.settled(executionArn!);
    expect(await describeExecution(executionArn!)).toMatchObject({ status: 'SUCCEEDED', output: '"data"' });
  });

  test('refuses what succeeded and what runs', async () => {
    const { executionArn: succeeded } = await run('Pass');
    await expect(redrive(succeeded)).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
    const { executionArn: running } = await start('Wait');
    await expect(redrive(running)).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
    await target.client.send(new StopExecutionCommand({ executionArn: running }));
  });

  test('with a clientToken twice redrives once', async () => {
    const { executionArn } = await run('Fail');
    const twice = new RedriveExecutionCommand({ executionArn, clientToken: randomUUID() });
    const { redriveDate } = await target.client.send(twice);
    await target.settled(executionArn!);
    expect((await target.client.send(twice)).redriveDate).toEqual(redriveDate);
    expect((await describeExecution(executionArn!)).redriveCount).toBe(1);
  });
});

describe('ListExecutions', () => {
  const list = (more: object) =>
    target.client.send(new ListExecutionsCommand({ stateMachineArn: target.machineArn('Missing'), ...more }));

  test('lists the newest first, in pages, without input and output', async () => {
    const names: string[] = [];
    for (const _ of Array(3)) names.unshift((await run('Missing')).name!);
    const first = await list({ maxResults: 2 });
    expect(first.executions!.map(({ name }) => name)).toEqual(names.slice(0, 2));
    const { executionArn } = await start('Missing');
    const second = await list({ maxResults: 1, nextToken: first.nextToken });
    expect(second.executions!.map(({ name }) => name)).toEqual(names.slice(2, 3));
    expect(first.executions![0]).toMatchObject({ status: 'FAILED', redriveCount: 0 });
    expect(Object.keys(first.executions![0]!)).not.toContain('input');
    await target.settled(executionArn!);
  });

  test('filters by status', async () => {
    await run('Missing');
    expect((await list({ statusFilter: 'SUCCEEDED' })).executions).toEqual([]);
    expect((await list({ statusFilter: 'FAILED' })).executions!.length).toBeGreaterThan(0);
    await expect(list({ statusFilter: 'succeeded' })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member " +
        'must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]',
    });
  });

  test('refuses a machine that does not exist', async () => {
    const stateMachineArn = target.machineArn('Pass').replace(/[^:]+$/, 'NotHere');
    await expect(list({ stateMachineArn })).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});

describe('a state machine', () => {
  test('is described with its definition', async () => {
    const stateMachineArn = target.machineArn('Pass');
    const described = await target.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({
      ...{ stateMachineArn, status: 'ACTIVE', type: 'STANDARD', loggingConfiguration: { level: 'OFF' } },
      tracingConfiguration: { enabled: false },
    });
    expect(JSON.parse(described.definition!)).toEqual(machines.Pass);
    expect(described.revisionId).toBeUndefined();
  });

  test('is described for an execution', async () => {
    const { executionArn } = await run('Fail');
    const described = await target.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(JSON.parse(described.definition!)).toEqual(machines.Fail);
  });

  test('is listed', async () => {
    const { stateMachines } = await target.client.send(new ListStateMachinesCommand({ maxResults: 1000 }));
    expect(stateMachines!.map(({ stateMachineArn }) => stateMachineArn)).toContain(target.machineArn('Wait'));
  });
});

test.skipIf(remote)(
  'an operation that does not exist here is unknown (AWS has CreateStateMachine)',
  async () => {
    const { CreateStateMachineCommand } = await import('@aws-sdk/client-sfn');
    const create = new CreateStateMachineCommand({
      name: 'New',
      definition: '{}',
      roleArn: 'arn:aws:iam::0:role/r',
    });
    await expect(target.client.send(create)).rejects.toMatchObject({ name: 'UnknownOperationException' });
  },
);
