import type * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { estimateRun as estimate } from '../../../operations/reprocess/estimate.ts';
import { isOver } from '../../../operations/reprocess/follow-run.ts';
import {
  redriveRun as redrive,
  startRun as start,
  stopRun as stop,
} from '../../../operations/reprocess/run.ts';
import type { Answer } from '../../api/routes.ts';
import type { RunEstimate, runToStart } from '../../api/run.ts';
import { Refusal } from '../refusal.ts';
import type { Runs } from '../runs/runs.ts';
import { namesOfPhotos } from '../runs/told-run.ts';

/** What a run of this input would find, take and cost. Throws UsageError for one that selects no photos. */
export async function estimateRun(
  target: Target,
  { input }: z.output<typeof runToStart>,
): Promise<RunEstimate> {
  return { ...(await estimate(target, input)), free: target.kind !== 'aws' };
}

/** Starts a run, which goes on by itself. Throws UsageError for an input that the run would refuse. */
export async function startRun(
  target: Target,
  { input }: z.output<typeof runToStart>,
): Promise<Answer<'startRun'>> {
  const { name, startedAt } = await start(target, input);
  return {
    run: name,
    message: `Started the run ${name}.`,
    startedAt: startedAt.toISOString(),
    namesOfPhotos: namesOfPhotos(name),
  };
}

/** Stops a run that goes on; what it has not done a redrive does. */
export async function stopRun(target: Target, runs: Runs, name: string): Promise<Answer<'stopRun'>> {
  const run = await runs.find(name);
  if (isOver(run)) {
    throw new Refusal(409, 'NotRunning', {
      message: `Expected a run that goes on, got ${name}, which is ${run.status}`,
      whatToDo: 'Nothing is left to stop.',
    });
  }
  await stop(target, run.executionArn);
  return { run: name, message: `Stopped the run ${name}. A redrive goes on with it.` };
}

/** Runs its red and its missing photos again. Throws UsageError with the reason why it cannot. */
export async function redriveRun(target: Target, runs: Runs, name: string): Promise<Answer<'redriveRun'>> {
  await redrive(target, await runs.find(name));
  return { run: name, message: `Redriven: ${name} goes on with the photos that are red or missing.` };
}
