import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { refuseBorrowed } from '../../../operations/connect.ts';
import { executionName } from '../../../operations/executions/execution-name.ts';
import { newExecutionName, startExecution } from '../../../operations/match/start-execution.ts';
import { checkKey, checkKeys } from '../../../operations/photos/check-key.ts';
import { requestRedrive } from '../../../operations/redrive/redrive-executions.ts';
import { executionInput } from '../../../statemachine/payloads.ts';
import type {
  start as schema,
  startNamed as startNamedSchema,
  stop as stopSchema,
} from '../../api/action.ts';
import type { Answer } from '../../api/routes.ts';
import { describe } from '../executions/execution.ts';
import { findRemedy } from '../executions/remedy.ts';
import { Refusal } from '../refusal.ts';

/** Starts an execution for a photo of the bucket. Throws UsageError for a key that is none. */
export async function start(
  target: Target,
  { key, threshold }: z.output<typeof schema>,
): Promise<Answer<'start'>> {
  refuseBorrowed(target);
  checkKey(key, target.deployment);
  await checkKeys(target.s3, target.deployment.rawBucket, [key]);
  const { stateMachineArn } = target.deployment;
  const execution = executionName(await startExecution(target.sfn, stateMachineArn, { key, threshold }));
  return { execution, message: `Started ${execution}.` };
}

/**
 * Starts an execution with this very input. What the workflow would refuse is refused before, and a photo that is not
 * there; throws UsageError and Refusal.
 */
export async function startNamed(
  target: Target,
  { input: text, name }: z.output<typeof startNamedSchema>,
): Promise<Answer<'startNamed'>> {
  refuseBorrowed(target);
  const { stateMachineArn, rawBucket } = target.deployment;
  const { data: input, error } = executionInput.safeParse(readJson(text));
  if (error) {
    const { path, message } = error.issues[0]!;
    throw notAnInput([...path, message].join(': '));
  }
  if (input.bucket !== undefined && input.bucket !== rawBucket)
    throw notAnInput(`bucket: Expected the deployed bucket ${rawBucket}, got "${input.bucket}"`);
  checkKey(input.key, target.deployment);
  await checkKeys(target.s3, rawBucket, [input.key]);
  const request = { stateMachineArn, name: name ?? newExecutionName(input.key, new Date()), input: text };
  const { executionArn } = await target.sfn.send(new StartExecutionCommand(request));
  const execution = executionName(executionArn!);
  return { execution, message: `Started ${execution}.` };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notAnInput(`Expected JSON: ${(error as Error).message}`);
  }
}

const notAnInput = (message: string) =>
  new Refusal(400, 'InputInvalid', {
    message,
    whatToDo: 'Mend the input, and start it again.',
    field: 'input',
  });

/** Redrives an execution, unless that would only end where it ended before. */
export async function redrive(target: Target, name: string): Promise<Answer<'redrive'>> {
  refuseBorrowed(target);
  const execution = await describe(target, name);
  const { verdict, explanation } = await findRemedy(target, execution);
  if (verdict !== 'redrive') throw notRedrivable(name, verdict, explanation);
  const redriven = await requestRedrive(target, execution.executionArn!);
  if (typeof redriven === 'string') throw notRedrivable(name, redriven, 'Start a new execution.');
  return { redrivenAt: redriven.toISOString(), message: `Redriven: ${name} goes on where it stopped.` };
}

const notRedrivable = (name: string, reason: string, whatToDo: string) =>
  new Refusal(409, 'NotRedrivable', {
    message: `Expected an execution that a redrive helps, got ${name}: ${reason}`,
    whatToDo,
  });

/** Stops an execution that runs; it wrote no record, and can be redriven. */
export async function stop(
  target: Target,
  name: string,
  { cause }: z.output<typeof stopSchema>,
): Promise<Answer<'stop'>> {
  const { executionArn, status } = await describe(target, name);
  if (status !== 'RUNNING') {
    throw new Refusal(409, 'NotRunning', {
      message: `Expected a running execution, got ${name}, which is ${status}`,
      whatToDo: 'Nothing is left to stop.',
    });
  }
  const { stopDate } = await target.sfn.send(
    new StopExecutionCommand({
      executionArn,
      error: 'Stopped',
      cause: cause?.trim() || 'Stopped in the console',
    }),
  );
  return {
    stoppedAt: stopDate!.toISOString(),
    message: `Stopped ${name}. It can be redriven: only unfinished faces run again then.`,
  };
}
