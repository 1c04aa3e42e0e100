import type { TaskState } from '../definition/states-language.ts';
import { TaskError } from '../invoke.ts';
import { type JsonValue, parseJson } from '../json-value.ts';
import { toData, whole } from './data-limit.ts';
import { lambdaTask } from './lambda-task.ts';
import { callAfter } from './pause.ts';
import { errorDetails, StateError } from './state-error.ts';
import type { Visit } from './visit.ts';

/**
 * Runs the task's function once. Payload and result cross as JSON, so neither side can change the other's.
 * Without a timeout it waits as long as the function takes.
 */
export async function callLambda(
  { branch, name, state }: Visit<TaskState>,
  parameters: JsonValue,
  timeoutSeconds?: number,
): Promise<JsonValue> {
  const task = lambdaTask(state.Resource, parameters);
  const input = toData(task.payload, name);
  const timeout = timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds };
  branch.record(...task.event('Scheduled', { ...task.scheduled(input), ...timeout }));
  branch.record(...task.event('Started'));
  const run = async (signal: AbortSignal) =>
    branch.run.invoke({ functionArn: task.functionArn, payload: JSON.parse(input), signal });
  let output: string;
  try {
    const result = await withTimeout(timeoutSeconds, branch.signal, run);
    output = toData(task.result(result ?? null), task.subject);
  } catch (thrown) {
    const error = asTaskFailure(thrown);
    const step = error.error === 'States.Timeout' ? 'TimedOut' : 'Failed';
    branch.record(...task.event(step, errorDetails(error)));
    throw error;
  }
  branch.record(...task.event('Succeeded', { output, outputDetails: whole }));
  return parseJson(output);
}

export async function withTimeout<Result>(
  seconds: number | undefined,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (seconds === undefined) return untilAborted(signal, work(signal));
  const timeout = new AbortController();
  const expire = () => timeout.abort(new StateError('States.Timeout'));
  const cancel = callAfter(seconds * 1000, expire);
  const either = AbortSignal.any([signal, timeout.signal]);
  return untilAborted(either, work(either)).finally(cancel);
}

/** Anything but a TaskError is a fault of what runs the Lambdas: what the function did is not known. */
export function asTaskFailure(thrown: unknown): StateError {
  if (thrown instanceof StateError) return new StateError(thrown.error, thrown.cause, { ofTask: true });
  if (thrown instanceof TaskError) return new StateError(thrown.error, thrown.cause, { ofTask: true });
  const { name, message, stack = '' } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const cause = { errorType: name, errorMessage: message, trace: stack.split('\n') };
  return new StateError('Lambda.Unknown', JSON.stringify(cause), { ofTask: true });
}

/** What `work` gives, or the signal's reason as soon as it is aborted, however long `work` goes on. */
function untilAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
