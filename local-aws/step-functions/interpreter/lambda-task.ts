import type { HistoryEventType } from '@aws-sdk/client-sfn';
import { functionArn, region } from '../../account.ts';
import { lambdaInvoke } from '../definition/states-language.ts';
import type { EventDetails } from '../history/history.ts';
import { isObject, type JsonValue, parseJson } from '../json-value.ts';
import { whole } from './data-limit.ts';

type NewEvent = readonly [type: HistoryEventType, details?: EventDetails];

type Step = 'Scheduled' | 'Started' | 'Succeeded' | 'Failed' | 'TimedOut';

/** One of the two ways a Task runs a Lambda: they differ in what the result looks like and in their events. */
export interface LambdaTask {
  readonly functionArn: string;
  readonly payload: JsonValue;
  /** How AWS calls the task in the cause of States.DataLimitExceeded. */
  readonly subject: string;
  result(output: JsonValue): JsonValue;
  /** What the event Scheduled says of the input. */
  scheduled(input: string): object;
  event(step: Step, details?: object): NewEvent;
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
  scheduled: (input) => ({ resource, input, inputDetails: whole }),
  event: (step, details) => [
    `LambdaFunction${step}`,
    details && { [`lambdaFunction${step}EventDetails`]: details },
  ],
});

/** Resource is arn:aws:states:::lambda:invoke: parameters name function and payload, the result wraps the output. */
function integration(parameters: JsonValue): LambdaTask {
  const { FunctionName, Payload = null } = isObject(parameters) ? parameters : {};
  const resource = { resourceType: 'lambda', resource: 'invoke' };
  const name = String(FunctionName);
  return {
    functionArn: name.startsWith('arn:') ? name : functionArn(name),
    payload: received(Payload),
    subject: 'lambda',
    result: (output) => ({ ExecutedVersion: '$LATEST', Payload: output, StatusCode: 200 }),
    scheduled: () => ({ region, parameters: JSON.stringify(parameters) }),
    event: (step, details) => [`Task${step}`, { [`task${step}EventDetails`]: { ...resource, ...details } }],
  };
}

/** What the function gets: `{}` without a payload, and what a text that is JSON says in place of the text. */
function received(payload: JsonValue): JsonValue {
  if (payload === null) return {};
  if (typeof payload !== 'string') return payload;
  try {
    return parseJson(payload);
  } catch {
    return payload;
  }
}
