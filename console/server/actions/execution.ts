import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import type * as z from 'zod';
import type { Target } from '../../../operations/connect.ts';
import { refuseBorrowed } from '../../../operations/connect.ts';
import { executionName } from '../../../operations/executions/execution-name.ts';
import { startExecution } from '../../../operations/match/start-execution.ts';
import { requestRedrive } from '../../../operations/redrive/redrive-executions.ts';
import { checkKeys, checkSelection } from '../../../operations/reprocess/selection.ts';
import type { start as schema } from '../../api/action.ts';
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
  checkSelection({ keys: [key] }, target.deployment);
  await checkKeys(target.s3, target.deployment.rawBucket, [key]);
  const { stateMachineArn } = target.deployment;
  const execution = executionName(await startExecution(target.sfn, stateMachineArn, { key, threshold }));
  return { execution, message: `Started ${execution}.` };
}

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
export async function stop(target: Target, name: string): Promise<Answer<'stop'>> {
  const { executionArn, status } = await describe(target, name);
  if (status !== 'RUNNING') {
    throw new Refusal(409, 'NotRunning', {
      message: `Expected a running execution, got ${name}, which is ${status}`,
      whatToDo: 'Nothing is left to stop.',
    });
  }
  const { stopDate } = await target.sfn.send(
    new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'Stopped in the console' }),
  );
  return {
    stoppedAt: stopDate!.toISOString(),
    message: `Stopped ${name}. It can be redriven: only unfinished faces run again then.`,
  };
}
