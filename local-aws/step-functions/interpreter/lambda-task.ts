import type { HistoryEventType } from '@aws-sdk/client-sfn';
import { functionArn, region } from '../../account.ts';
import { lambdaInvoke } from '../definition/states-language.ts';
import type { EventDetails } from '../history/history-event.ts';
import { isObject, type JsonValue } from '../json-value.ts';
import { whole } from './data-limit.ts';
import { errorDetails, type StateError } from './state-error.ts';

type NewEvent = readonly [type: HistoryEventType, details?: EventDetails];

/** One of the two ways a Task runs a Lambda: they differ in what the result looks like and in their events. */
export interface LambdaTask {
  readonly functionArn: string;
  readonly payload: JsonValue;
  /** How AWS calls the task in the cause of States.DataLimitExceeded. */
  readonly subject: string;
  result(output: JsonValue): JsonValue;
  scheduled(input: string, timeout: { timeoutInSeconds?: number }): NewEvent;
  started: NewEvent;
  succeeded(output: string): NewEvent;
  failed(error: StateError): NewEvent;
  timedOut(error: StateError): NewEvent;
}

export function lambdaTask(resource: string, parameters: JsonValue): LambdaTask {
  return resource === lambdaInvoke ? integration(parameters) : plainFunction(resource, parameters);
}

/** Resource is the function's ARN: its input and output are the task's. */
const plainFunction = (resource: string, payload: JsonValue): LambdaTask => ({
  functionArn: resource,
  payload,
  subject: resource,
  result: (output) => output,
  scheduled: (input, timeout) => [
    'LambdaFunctionScheduled',
    { lambdaFunctionScheduledEventDetails: { resource, input, inputDetails: whole, ...timeout } },
  ],
  started: ['LambdaFunctionStarted'],
  succeeded: (output) => [
    'LambdaFunctionSucceeded',
    { lambdaFunctionSucceededEventDetails: { output, outputDetails: whole } },
  ],
  failed: (error) => ['LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: errorDetails(error) }],
  timedOut: (error) => [
    'LambdaFunctionTimedOut',
    { lambdaFunctionTimedOutEventDetails: errorDetails(error) },
  ],
});

/** Resource is arn:aws:states:::lambda:invoke: parameters name function and payload, the result wraps the output. */
function integration(parameters: JsonValue): LambdaTask {
  const { FunctionName, Payload = {} } = isObject(parameters) ? parameters : {};
  const resource = { resourceType: 'lambda', resource: 'invoke' };
  return {
    functionArn: String(FunctionName).startsWith('arn:')
      ? String(FunctionName)
      : functionArn(String(FunctionName)),
    payload: Payload,
    subject: 'lambda',
    result: (output) => ({ ExecutedVersion: '$LATEST', Payload: output, StatusCode: 200 }),
    scheduled: (_, timeout) => [
      'TaskScheduled',
      {
        taskScheduledEventDetails: {
          ...resource,
          region,
          parameters: JSON.stringify(parameters),
          ...timeout,
        },
      },
    ],
    started: ['TaskStarted', { taskStartedEventDetails: resource }],
    succeeded: (output) => [
      'TaskSucceeded',
      { taskSucceededEventDetails: { ...resource, output, outputDetails: whole } },
    ],
    failed: (error) => ['TaskFailed', { taskFailedEventDetails: { ...resource, ...errorDetails(error) } }],
    timedOut: (error) => [
      'TaskTimedOut',
      { taskTimedOutEventDetails: { ...resource, ...errorDetails(error) } },
    ],
  };
}
