import { region } from '../../account.ts';
import { startExecutionSync, type TaskState } from '../definition/states-language.ts';
import { isObject, type JsonObject, type JsonValue, parseJson } from '../json-value.ts';
import { asTaskFailure, withTimeout } from './call-lambda.ts';
import { toData, whole } from './data-limit.ts';
import { errorDetails, StateError } from './state-error.ts';
import type { Visit } from './visit.ts';

/** How events call it. */
const resource = { resourceType: 'states', resource: startExecutionSync.split(':::states:').at(-1)! };

/** Runs an execution of a machine, and gives what DescribeExecution says of it once it has ended. */
export async function runNested(
  { branch, name }: Visit<TaskState>,
  parameters: JsonValue,
  timeoutSeconds?: number,
): Promise<JsonValue> {
  const json = toData(parameters, name);
  const timeout = timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds };
  branch.record('TaskScheduled', {
    taskScheduledEventDetails: { ...resource, region, parameters: json, ...timeout },
  });
  branch.record('TaskStarted', { taskStartedEventDetails: resource });
  let output: string;
  try {
    const { executionArn, startDate, ended } = branch.run.outside.startExecution(
      isObject(parameters) ? parameters : {},
    );
    const submitted = JSON.stringify(asTaskResult({ executionArn, startDate }));
    branch.record('TaskSubmitted', {
      taskSubmittedEventDetails: { ...resource, output: submitted, outputDetails: whole },
    });
    const { described, succeeded } = await withTimeout(timeoutSeconds, branch.signal, ended);
    if (!succeeded) throw new StateError('States.TaskFailed', JSON.stringify(described));
    output = toData(described, 'states');
  } catch (thrown) {
    const error = asTaskFailure(thrown);
    const details = { ...resource, ...errorDetails(error) };
    if (error.error === 'States.Timeout')
      branch.record('TaskTimedOut', { taskTimedOutEventDetails: details });
    else branch.record('TaskFailed', { taskFailedEventDetails: { ...details } });
    throw error;
  }
  branch.record('TaskSucceeded', {
    taskSucceededEventDetails: { ...resource, output, outputDetails: whole },
  });
  return parseJson(output);
}

/**
 * An answer of the API as a task's result and a Map Run's files have it: names begin with a capital, dates are
 * milliseconds, and what is absent is left out. Input and output are nobody's answer, and stay.
 */
export function asTaskResult(answer: object): JsonObject {
  const fields = Object.entries(answer).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    fields.map(([name, value]) => [
      name[0]!.toUpperCase() + name.slice(1),
      name.endsWith('Date')
        ? Math.round(value * 1000)
        : name.endsWith('Details')
          ? asTaskResult(value)
          : value,
    ]),
  );
}
