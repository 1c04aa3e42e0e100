import { randomUUID } from 'node:crypto';
import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { assumedFaces } from '../../statemachine/estimate.ts';
import { defaultQuota } from '../../statemachine/rekognition-quotas.ts';
import { forEachAtOnce } from '../at-once.ts';
import type { Target } from '../connect.ts';
import { readableError } from '../executions/event-error.ts';
import { OpenExecutions } from '../executions/open-executions.ts';
import { patiently } from '../patiently.ts';
import type { Judged } from './judge.ts';

/** What became of an execution that was redriven, or the verdict that kept it from it. */
export type Ending = 'redriven' | 'failed again' | Exclude<Judged['verdict'], 'redrive'>;

export interface Redriven extends Judged {
  readonly ending: Ending;
}

export interface RedriveOptions {
  /** Executions; by default as many as keep Rekognition's quota busy. */
  readonly concurrency?: number;
  readonly signal: AbortSignal;
  readonly onEnd: (redriven: Redriven) => void;
}

/**
 * Redrives those that can be, as many at the same time as may be open, and follows each to its end. Returns how
 * many were left running when the signal aborted. Throws what the services answered.
 */
export async function redriveExecutions(
  target: Target,
  executions: AsyncIterable<Judged>,
  { concurrency, signal, onEnd }: RedriveOptions,
): Promise<number> {
  // A cloud of this process would take its executions with it: they are waited for.
  const open = new OpenExecutions(target, { signal: target.kind === 'in-process' ? undefined : signal });
  const atOnce = concurrency ?? executionsAtOnce(target);
  let leftRunning = 0;

  async function redrive(judged: Judged): Promise<Redriven> {
    const redriveDate = await requestRedrive(target, judged.executionArn);
    if (typeof redriveDate === 'string') return { ...judged, ending: 'not redrivable', reason: redriveDate };
    leftRunning += 1;
    const { status, error = status!, cause } = await open.end(judged.executionArn, { since: redriveDate });
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

/** An execution that need not wait for its turn lasts about so long. */
const secondsHeldOpen = 2;

/** Of the local cloud, which has no quota: enough that its workers never wait. */
const onThisMachine = 2;

/** Their turns are in the past: nobody waits, and as many as a run of many photos holds open would be throttled. */
function executionsAtOnce({ kind, deployment: { region } }: Pick<Target, 'kind' | 'deployment'>): number {
  if (kind !== 'aws') return onThisMachine;
  const faces = defaultQuota(region).searchFacesByImage * secondsHeldOpen;
  return Math.max(1, Math.floor(faces / assumedFaces));
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
