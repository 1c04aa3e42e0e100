import { describe, expect, test } from 'vitest';
import { TaskError } from '../../../local-aws/step-functions/invoke.ts';
import { lambdaTask, machineRoom, one, only, runOnce, trace } from './machine-room.ts';

const fails = () => {
  throw new TaskError('Oops', '{"errorType":"Oops"}');
};

/** Ids, names and predecessors are those of executions of the same shape recorded on AWS. */
describe('the history of', () => {
  test('a task that fails has five events and the end, which has its error', async () => {
    const { events, error, cause, status } = await runOnce(only(lambdaTask('fails')), { a: 1 }, { fails });
    expect(trace(events)).toEqual([
      '1 ExecutionStarted ← 0',
      '2 TaskStateEntered ← 0',
      '3 LambdaFunctionScheduled ← 2',
      '4 LambdaFunctionStarted ← 3',
      '5 LambdaFunctionFailed ← 4',
      '6 ExecutionFailed ← 5',
    ]);
    expect({ status, error, cause }).toEqual({
      status: 'FAILED',
      error: 'Oops',
      cause: '{"errorType":"Oops"}',
    });
    expect(events[2]).toMatchObject({
      lambdaFunctionScheduledEventDetails: {
        resource: 'arn:aws:lambda:us-east-1:000000000000:function:fails',
        input: '{"a":1}',
        inputDetails: { truncated: false },
      },
    });
    expect(events[4]).toMatchObject({
      lambdaFunctionFailedEventDetails: { error: 'Oops', cause: '{"errorType":"Oops"}' },
    });
  });

  test('a retry has three more events: failed, scheduled, started', async () => {
    let calls = 0;
    const flaky = () => (++calls < 3 ? fails() : { ok: true });
    const Retry = [{ ErrorEquals: ['Oops'] }];
    const { events } = await runOnce(only(lambdaTask('flaky', { Retry })), {}, { flaky });
    expect(trace(events).slice(3)).toEqual([
      '4 LambdaFunctionStarted ← 3',
      '5 LambdaFunctionFailed ← 4',
      '6 LambdaFunctionScheduled ← 5',
      '7 LambdaFunctionStarted ← 6',
      '8 LambdaFunctionFailed ← 7',
      '9 LambdaFunctionScheduled ← 8',
      '10 LambdaFunctionStarted ← 9',
      '11 LambdaFunctionSucceeded ← 10',
      '12 TaskStateExited ← 11',
      '13 ExecutionSucceeded ← 12',
    ]);
  });

  test('a caught error leaves the state with the error as output', async () => {
    const definition = {
      StartAt: 'Try',
      States: {
        Try: lambdaTask('fails', {
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
          Next: 'Caught',
        }),
        Caught: { Type: 'Succeed' },
      },
    };
    const { events } = await runOnce(definition, {}, { fails });
    expect(trace(events).slice(4)).toEqual([
      '5 LambdaFunctionFailed ← 4',
      '6 TaskStateExited ← 5',
      '7 SucceedStateEntered ← 6',
      '8 SucceedStateExited ← 7',
      '9 ExecutionSucceeded ← 8',
    ]);
    expect(events[5]).toMatchObject({
      stateExitedEventDetails: {
        name: 'Try',
        output: '{"Error":"Oops","Cause":"{\\"errorType\\":\\"Oops\\"}"}',
        outputDetails: { truncated: false },
      },
    });
  });

  test('lambda:invoke has task events with resource and parameters', async () => {
    const definition = only({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'double', 'Payload.$': '$.number' },
      TimeoutSeconds: 60,
    });
    const { events, output } = await runOnce(definition, { number: 21 }, { double: (n: number) => n * 2 });
    expect(trace(events).slice(2, 5)).toEqual([
      '3 TaskScheduled ← 2',
      '4 TaskStarted ← 3',
      '5 TaskSucceeded ← 4',
    ]);
    expect(events[2]).toMatchObject({
      taskScheduledEventDetails: {
        resourceType: 'lambda',
        resource: 'invoke',
        region: 'us-east-1',
        parameters: '{"FunctionName":"double","Payload":21}',
        timeoutInSeconds: 60,
      },
    });
    expect(output).toEqual({ ExecutedVersion: '$LATEST', Payload: 42, StatusCode: 200 });
  });

  test('a Map of one at a time starts each item from the last event of the one before', async () => {
    const ItemProcessor = one('Item', { Type: 'Pass' });
    const definition = one('Items', { Type: 'Map', MaxConcurrency: 1, ItemProcessor });
    const { events, output } = await runOnce(definition, ['a', 'b']);
    expect(trace(events)).toEqual([
      '1 ExecutionStarted ← 0',
      '2 MapStateEntered ← 0',
      '3 MapStateStarted ← 2',
      '4 MapIterationStarted ← 3',
      '5 PassStateEntered ← 4',
      '6 PassStateExited ← 5',
      '7 MapIterationSucceeded ← 6',
      '8 MapIterationStarted ← 6',
      '9 PassStateEntered ← 8',
      '10 PassStateExited ← 9',
      '11 MapIterationSucceeded ← 10',
      '12 MapStateSucceeded ← 11',
      '13 MapStateExited ← 11',
      '14 ExecutionSucceeded ← 13',
    ]);
    expect(events[7]).toMatchObject({ mapIterationStartedEventDetails: { name: 'Items', index: 1 } });
    expect(output).toEqual(['a', 'b']);
  });

  test('a Map with one item that fails ends every item that was running, each after its cause', async () => {
    const ItemProcessor = one('Item', lambdaTask('work'));
    const work = (item: string) => (item === 'bad' ? fails() : new Promise(() => {}));
    const definition = one('Items', { Type: 'Map', ItemProcessor });
    const { events, error } = await runOnce(definition, ['a', 'bad'], { work });
    expect(trace(events).slice(2)).toEqual([
      '3 MapStateStarted ← 2',
      '4 MapIterationStarted ← 3',
      '5 MapIterationStarted ← 3',
      '6 TaskStateEntered ← 4',
      '7 LambdaFunctionScheduled ← 6',
      '8 LambdaFunctionStarted ← 7',
      '9 TaskStateEntered ← 5',
      '10 LambdaFunctionScheduled ← 9',
      '11 LambdaFunctionStarted ← 10',
      '12 LambdaFunctionFailed ← 11',
      '13 MapIterationAborted ← 12',
      '14 TaskStateAborted ← 12',
      '15 MapIterationFailed ← 12',
      '16 TaskStateAborted ← 12',
      '17 MapStateFailed ← 12',
      '18 ExecutionFailed ← 17',
    ]);
    expect(error).toBe('Oops');
  });

  /**
   * https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html: an iteration that fails fails the Map, which
   * stops the others. The order of ids and predecessors is that of recordings: each event about it follows from the one that failed.
   */
  test('a Map whose item in the middle fails while those around it run', async () => {
    const ItemProcessor = one('Item', lambdaTask('work'));
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const work = async (item: string) => {
      if (item === 'c') resolve();
      await (item === 'bad' ? begun : new Promise(() => {}));
      fails();
    };
    const definition = one('Items', { Type: 'Map', ItemProcessor });
    const { events, error, cause } = await runOnce(definition, ['a', 'bad', 'c'], { work });
    expect(trace(events).slice(3)).toEqual([
      '4 MapIterationStarted ← 3',
      '5 MapIterationStarted ← 3',
      '6 MapIterationStarted ← 3',
      '7 TaskStateEntered ← 4',
      '8 LambdaFunctionScheduled ← 7',
      '9 LambdaFunctionStarted ← 8',
      '10 TaskStateEntered ← 5',
      '11 LambdaFunctionScheduled ← 10',
      '12 LambdaFunctionStarted ← 11',
      '13 TaskStateEntered ← 6',
      '14 LambdaFunctionScheduled ← 13',
      '15 LambdaFunctionStarted ← 14',
      '16 LambdaFunctionFailed ← 12',
      '17 MapIterationAborted ← 16',
      '18 TaskStateAborted ← 16',
      '19 MapIterationFailed ← 16',
      '20 TaskStateAborted ← 16',
      '21 MapIterationAborted ← 16',
      '22 TaskStateAborted ← 16',
      '23 MapStateFailed ← 16',
      '24 ExecutionFailed ← 23',
    ]);
    expect(events.slice(16, 21).filter(({ type }) => type.startsWith('MapIteration'))).toMatchObject([
      { mapIterationAbortedEventDetails: { name: 'Items', index: 0 } },
      { mapIterationFailedEventDetails: { name: 'Items', index: 1 } },
      { mapIterationAbortedEventDetails: { name: 'Items', index: 2 } },
    ]);
    expect({ error, cause }).toEqual({ error: 'Oops', cause: '{"errorType":"Oops"}' });
  });

  test('a Map that is retried starts again, and fails once', async () => {
    const ItemProcessor = one('Item', { Type: 'Fail', Error: 'Bad', Cause: 'always' });
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
    const definition = one('Items', { Type: 'Map', ItemProcessor, Retry });
    const { events, error, cause } = await runOnce(definition, [1]);
    expect(trace(events).slice(2)).toEqual([
      '3 MapStateStarted ← 2',
      '4 MapIterationStarted ← 3',
      '5 FailStateEntered ← 4',
      '6 MapIterationFailed ← 5',
      '7 MapStateStarted ← 5',
      '8 MapIterationStarted ← 7',
      '9 FailStateEntered ← 8',
      '10 MapIterationFailed ← 9',
      '11 MapStateFailed ← 9',
      '12 ExecutionFailed ← 11',
    ]);
    expect({ error, cause }).toEqual({ error: 'Bad', cause: 'always' });
  });

  test('a Map that is caught leaves with the error', async () => {
    const ItemProcessor = one('Item', { Type: 'Fail', Error: 'Bad', Cause: 'always' });
    const Catch = [{ ErrorEquals: ['Bad'], Next: 'Caught' }];
    const definition = {
      StartAt: 'Items',
      States: {
        Items: { Type: 'Map', ItemProcessor, Catch, Next: 'Caught' },
        Caught: { Type: 'Pass', End: true },
      },
    };
    const { events, output } = await runOnce(definition, [1]);
    expect(trace(events).slice(4, 8)).toEqual([
      '5 FailStateEntered ← 4',
      '6 MapIterationFailed ← 5',
      '7 MapStateFailed ← 5',
      '8 MapStateExited ← 7',
    ]);
    expect(output).toEqual({ Error: 'Bad', Cause: 'always' });
  });

  test('a Parallel state leaves from the last event of its last branch', async () => {
    const Branches = ['Left', 'Right'].map((name) => one(name, { Type: 'Pass' }));
    const { events, output } = await runOnce(one('Both', { Type: 'Parallel', Branches }), { n: 1 });
    expect(trace(events)).toEqual([
      '1 ExecutionStarted ← 0',
      '2 ParallelStateEntered ← 0',
      '3 ParallelStateStarted ← 2',
      '4 PassStateEntered ← 3',
      '5 PassStateExited ← 4',
      '6 PassStateEntered ← 3',
      '7 PassStateExited ← 6',
      '8 ParallelStateSucceeded ← 7',
      '9 ParallelStateExited ← 7',
      '10 ExecutionSucceeded ← 9',
    ]);
    expect(output).toEqual([{ n: 1 }, { n: 1 }]);
  });

  test('a Parallel state with a branch that fails aborts the states of the others', async () => {
    const Branches = [
      one('Long', { Type: 'Wait', Seconds: 1_000_000 }),
      one('Short', { Type: 'Fail', Error: 'Bad' }),
    ];
    const { events, error } = await runOnce(one('Both', { Type: 'Parallel', Branches }));
    expect(trace(events).slice(3)).toEqual([
      '4 WaitStateEntered ← 3',
      '5 FailStateEntered ← 3',
      '6 WaitStateAborted ← 5',
      '7 ParallelStateFailed ← 5',
      '8 ExecutionFailed ← 7',
    ]);
    expect(error).toBe('Bad');
  });

  test('a Map of 100 items with one task each has seven events per item', async () => {
    const ItemProcessor = one('Item', lambdaTask('work'));
    const definition = one('Items', { Type: 'Map', ItemProcessor });
    const { events } = await runOnce(definition, [...Array(100).keys()], { work: (n: number) => n });
    expect(events.length).toBe(100 * 7 + 6);
  });

  /**
   * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: at 25,000 events an execution fails;
   * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html: with fewer than 24,999 it can be
   * redriven, so that there is room for ExecutionRedriven and one event more.
   */
  test('an execution is at most 25,000 events long: the last one fails it', async () => {
    const loop = {
      StartAt: 'Again',
      States: { Again: { Type: 'Pass', Next: 'And' }, And: again, Done: { Type: 'Succeed' } },
    };
    const room = machineRoom(loop);
    const executionArn = await room.start();
    expect(await room.stepFunctions.waitFor(executionArn)).toBe('FAILED');
    const { events } = await room.call('GetExecutionHistory', {
      executionArn,
      reverseOrder: true,
      maxResults: 2,
    });
    expect(events).toMatchObject([
      {
        id: 25_000,
        executionFailedEventDetails: {
          error: 'States.Runtime',
          cause: 'The execution reached the maximum number of history events (25000).',
        },
      },
      { id: 24_999 },
    ]);
    await expect(room.call('RedriveExecution', { executionArn })).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: 'Execution history event limit exceeded',
    });
    await room.clean();
  });
});

/** It never holds, so the machine goes round. */
const again = {
  Type: 'Choice',
  Choices: [{ Variable: '$.end', IsPresent: true, Next: 'Done' }],
  Default: 'Again',
};
