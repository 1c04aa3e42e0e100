import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import type { Target } from '../connect.ts';
import { readableError } from '../executions/event-error.ts';
import { forEachAtOnce } from '../match/at-once.ts';
import { OpenExecutions } from '../reprocess/open-executions.ts';
import { patiently } from '../reprocess/patiently.ts';
import { type Judged, judge } from './judge.ts';

/** What became of an execution that was redriven, or the verdict that kept it from it. */
export type Ending = 'redriven' | 'failed again' | Exclude<Judged['verdict'], 'redrive'>;

export interface Redriven extends Judged {
  readonly ending: Ending;
}

/** Milliseconds between two questions after an execution: DescribeExecution's quota is the whole account's. */
const betweenJudgements = { 'in-process': 0, server: 0, aws: 100 } as const;

/** Judges executions one after the other. */
export async function* judgeAll(target: Target, executionArns: readonly string[]): AsyncGenerator<Judged> {
  for (const executionArn of executionArns) {
    yield await judge(target, executionArn);
    await pause(betweenJudgements[target.kind]);
  }
}

/**
 * Redrives those that can be, `atOnce` at the same time, and follows each to its end. Returns how many were left
 * running when the signal aborted. Throws what the services answered.
 */
export async function redriveExecutions(
  target: Target,
  executions: AsyncIterable<Judged>,
  { atOnce, signal, onEnd }: { atOnce: number; signal: AbortSignal; onEnd: (redriven: Redriven) => void },
): Promise<number> {
  // A cloud of this process would take its executions with it: they are waited for.
  const abandoned = target.kind === 'in-process' ? undefined : signal;
  const open = new OpenExecutions(target, { abandoned });
  let leftRunning = 0;

  async function redrive(judged: Judged): Promise<Redriven> {
    const redriveDate = await requestRedrive(target, judged.executionArn);
    if (typeof redriveDate === 'string') return { ...judged, ending: 'not redrivable', reason: redriveDate };
    leftRunning += 1;
    const { status, error = status!, cause } = await open.end(judged.executionArn, redriveDate);
    leftRunning -= 1;
    if (status === 'SUCCEEDED') return { ...judged, ending: 'redriven' };
    return { ...judged, ending: 'failed again', ...readableError(error, cause) };
  }

  await forEachAtOnce(executions, { atOnce, signal }, async (judged) => {
    if (judged.verdict !== 'redrive') return onEnd({ ...judged, ending: judged.verdict });
    try {
      onEnd(await redrive(judged));
    } catch (error) {
      // The user has left what is open to itself.
      if ((error as Error).name !== 'AbortError') throw error;
    }
  });
  return leftRunning;
}

/** The date of the redrive, or the reason why Step Functions refuses it. */
export async function requestRedrive(
  { sfn }: Pick<Target, 'sfn'>,
  executionArn: string,
): Promise<Date | string> {
  // With a token the same request may be sent again.
  const request = new RedriveExecutionCommand({ executionArn, clientToken: randomUUID() });
  try {
    return (await patiently(() => sfn.send(request))).redriveDate!;
  } catch (error) {
    if ((error as Error).name === 'ExecutionNotRedrivable') return (error as Error).message;
    throw error;
  }
}
