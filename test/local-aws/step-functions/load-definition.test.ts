import { describe, expect, test } from 'vitest';
import { loadDefinition } from '../../../local-aws/step-functions/definition/load-definition.ts';
import { lambdaTask, one, only } from './machine-room.ts';

const load = (definition: object) => () => loadDefinition('Machine', definition);
const pass = { Type: 'Pass', End: true };
const retry = (retrier: object) => only(lambdaTask('work', { Retry: [{ ErrorEquals: ['A'], ...retrier }] }));
const invoke = (Parameters?: object) =>
  only({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...(Parameters && { Parameters }) });
const item = one('Item', { Type: 'Pass' });

describe('a definition is refused when it has', () => {
  test.each<[string, object, string]>([
    ['JSONata', { ...only(pass), QueryLanguage: 'JSONata' }, 'expected the query language JSONPath'],
    [
      'a state in JSONata',
      only({ ...pass, QueryLanguage: 'JSONata' }),
      'expected the query language JSONPath',
    ],
    ['variables', only({ ...pass, Assign: { a: 1 } }), 'Only: Assign is not supported here'],
    ['Arguments', only(lambdaTask('work', { Arguments: {} })), 'Only: Arguments is not supported here'],
    ['Output', only({ ...pass, Output: {} }), 'Only: Output is not supported here'],
    [
      'a heartbeat',
      only(lambdaTask('work', { HeartbeatSeconds: 5 })),
      'HeartbeatSeconds is not supported here',
    ],
    ['credentials', only(lambdaTask('work', { Credentials: {} })), 'Credentials is not supported here'],
    [
      'another kind of Map',
      only({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'EXPRESS' }, ...item } }),
      'Only: expected INLINE or DISTRIBUTED as Mode, got EXPRESS',
    ],
    ...['.sync', '', '.waitForTaskToken'].map((suffix): [string, object, string] => [
      `states:startExecution${suffix}`,
      only({
        Type: 'Task',
        Resource: `arn:aws:states:::states:startExecution${suffix}`,
        Parameters: { StateMachineArn: 'arn' },
      }),
      'or arn:aws:states:::states:startExecution.sync:2 as Resource',
    ]),
    [
      'startExecution.sync:2 without a machine',
      only({
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Parameters: { Name: 'x' },
      }),
      'Only: expected a StateMachineArn in Parameters, got none',
    ],
    ...['ItemReader', 'ItemBatcher', 'ResultWriter', 'ToleratedFailureCount', 'Label'].map(
      (field): [string, object, string] => [
        field,
        only({ Type: 'Map', ItemProcessor: item, [field]: {} }),
        `Only: ${field} is not supported here`,
      ],
    ),
    [
      'a task token',
      invoke({ FunctionName: 'work', Payload: { 'token.$': '$$.Task.Token' } }),
      'task tokens are not supported here',
    ],
    [
      'another integration',
      only({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: {} }),
      'expected the ARN of a Lambda function, arn:aws:states:::lambda:invoke or',
    ],
    [
      'a callback',
      only({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
      'expected the ARN of a Lambda function',
    ],
    ['lambda:invoke without function', invoke(), 'expected a FunctionName in Parameters, got none'],
    [
      'an asynchronous invoke',
      invoke({ FunctionName: 'f', InvocationType: 'Event' }),
      'InvocationType is not',
    ],
    ['an unknown Retry field', retry({ Jitter: 'FULL' }), 'Only: Retry: Jitter is not supported here'],
    ['a BackoffRate below 1', retry({ BackoffRate: 0.5 }), 'expected a BackoffRate of 1 or more, got 0.5'],
    [
      'an unknown JitterStrategy',
      retry({ JitterStrategy: 'HALF' }),
      'expected FULL or NONE as JitterStrategy',
    ],
    [
      'a MaxDelaySeconds not above the interval',
      retry({ IntervalSeconds: 5, MaxDelaySeconds: 5 }),
      'MaxDelaySeconds above',
    ],
    [
      'States.ALL beside another name',
      retry({ ErrorEquals: ['A', 'States.ALL'] }),
      'States.ALL alone and last',
    ],
    [
      'States.ALL before another handler',
      only(lambdaTask('work', { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] })),
      'expected States.ALL alone and last',
    ],
    [
      'a rule with two operators',
      {
        StartAt: 'Choose',
        States: {
          Choose: {
            Type: 'Choice',
            Choices: [{ Variable: '$.a', IsNull: true, IsPresent: true, Next: 'End' }],
          },
          End: { Type: 'Succeed' },
        },
      },
      'Choose: expected one comparison operator in a rule, got IsNull, IsPresent',
    ],
    [
      'an unknown intrinsic function',
      only({ ...pass, Parameters: { 'a.$': 'States.Nonsense()' } }),
      'there is no States.Nonsense',
    ],
    [
      'an intrinsic call that is not closed',
      only({ ...pass, Parameters: { 'a.$': "States.Format('x'" } }),
      "Expected , or ) at character 18 of States.Format('x'",
    ],
    [
      'a path function',
      only({ ...pass, Parameters: { 'n.$': '$.a.length()' } }),
      'functions in paths are not',
    ],
    ['a Next that is missing', one('A', { Type: 'Pass', Next: 'B' }), 'target: B'],
    ['a ResultPath to more than one place', only({ ...pass, ResultPath: '$.a[*]' }), 'ResultPath is invalid'],
    ...['2016-03-14 01:59:00Z', '2016-03-14T01:59:00', '2016-13-14T01:59:00Z', '2016-03-14T25:59:00Z'].map(
      (Timestamp): [string, object, string] => [
        `the Timestamp ${Timestamp}`,
        only({ Type: 'Wait', Timestamp }),
        `Only: expected an RFC 3339 Timestamp like 2016-03-14T01:59:00Z, got "${Timestamp}"`,
      ],
    ),
    ...[-1, 1.5, 100_000_000].map((Seconds): [string, object, string] => [
      `a Wait of ${Seconds} seconds`,
      only({ Type: 'Wait', Seconds }),
      `Only: expected Seconds from 0 to 99999999, got ${Seconds}`,
    ]),
    ['no time to run', { ...only(pass), TimeoutSeconds: 0 }, 'expected TimeoutSeconds above 0, got 0'],
    ['an unknown type of state', only({ Type: 'Sleep' }), 'Only: expected a Type among Task,Pass'],
  ])('%s', (_, definition, problem) => expect(load(definition)).toThrow(problem));

  test('several faults, with an error that lists all of them', () => {
    const definition = one('Items', {
      Type: 'Map',
      Label: 'x',
      ItemProcessor: one('Item', lambdaTask('work', { HeartbeatSeconds: 1 })),
    });
    expect(load(definition)).toThrow(/Items: Label is not.*Item: HeartbeatSeconds is not/s);
  });
});

describe('a definition is taken with', () => {
  test.each<[string, object]>([
    [
      'a Choice without Default',
      {
        StartAt: 'Choose',
        States: {
          Choose: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'End' }] },
          End: { Type: 'Succeed', Comment: 'done' },
        },
      },
    ],
    ['an Iterator', only({ Type: 'Map', Iterator: item, Parameters: { 'i.$': '$$.Map.Item.Value' } })],
    ['an INLINE Map', only({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...item } })],
    ['a function version', only({ Type: 'Task', Resource: `${lambdaTask('work').Resource}:$LATEST` })],
    [
      'every field of Retry',
      retry({ IntervalSeconds: 2, MaxAttempts: 0, MaxDelaySeconds: 30, JitterStrategy: 'FULL' }),
    ],
  ])('%s', (_, definition) => expect(load(definition)).not.toThrow());

  test('no change to the object it was given', () => {
    const definition = Object.freeze({
      StartAt: 'Only',
      States: Object.freeze({ Only: Object.freeze(pass) }),
    });
    expect(loadDefinition('Machine', definition)).toEqual({ StartAt: 'Only', States: { Only: pass } });
  });
});
