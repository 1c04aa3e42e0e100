import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { StateScope } from '../definition/states-language.ts';
import type { EventDetails } from '../history/history.ts';
import { type Position, type Progress, startOf } from '../history/progress.ts';
import type { JsonValue } from '../json-value.ts';
import { Branch, type MapItem, Stopped } from './branch.ts';
import { StateError } from './state-error.ts';
import type { Visit } from './visit.ts';

/** An iteration of a Map state or a branch of a Parallel state, to be run. */
export interface Fork {
  readonly scope: StateScope;
  readonly input: JsonValue;
  readonly mapItem?: MapItem;
}

/**
 * Runs the forks of a Map or Parallel state, `atOnce` of them at a time, and gives their outputs in order.
 * What `begun` has finished is not run again, and what it has not finished goes on first.
 *
 * The first fork that fails stops the others where they are: no waiting one starts, running tasks are
 * signalled, no retry follows. Then it rejects with that fork's error.
 */
export async function runTogether(
  visit: Visit,
  forks: readonly Fork[],
  atOnce: number,
  begun: ReadonlyMap<number, Progress> = new Map(),
): Promise<JsonValue[]> {
  const { branch } = visit;
  const stop = new AbortController();
  const signal = AbortSignal.any([branch.signal, stop.signal]);
  const jobs = forks.map((fork, index) => ({ ...fork, index, progress: begun.get(index) }));
  const outputs = jobs.map(({ progress }) => progress?.output ?? null);
  const waiting = unfinished(jobs);
  let failed: Branch | undefined;

  const work = async (previous: number) => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const child = start(visit, job, previous, signal);
      try {
        outputs[job.index] = await branch.run.runBranch(child, job.scope, positionOf(job));
      } catch (error) {
        if (error instanceof StateError) failed ??= child;
        stop.abort(new Stopped());
        throw error;
      }
      finish(visit, child);
      previous = child.previous;
    }
  };

  const workers = Array.from({ length: Math.min(atOnce, waiting.length) }, () => work(branch.previous));
  try {
    await Promise.all(workers);
  } catch (error) {
    if (failed) recordAborted(branch, failed);
    throw error;
  }
  return outputs;
}

interface Job extends Fork {
  readonly index: number;
  readonly progress: Progress | undefined;
}

function unfinished(jobs: readonly Job[]): Job[] {
  const left = jobs.filter(({ progress }) => progress?.output === undefined);
  return [...left.filter(({ progress }) => progress), ...left.filter(({ progress }) => !progress)];
}

const positionOf = ({ scope, input, progress }: Job): Position => progress?.position ?? startOf(scope, input);

function start({ branch, name, state }: Visit, job: Job, previous: number, signal: AbortSignal): Branch {
  const { index, mapItem, progress } = job;
  const path = [...branch.path, index];
  const child = new Branch(branch.run, { path, signal, mapItem, previous: progress?.previous ?? previous });
  if (state.Type === 'Map' && !progress) {
    child.record('MapIterationStarted', { mapIterationStartedEventDetails: { name, index } });
  }
  branch.current!.branches.push(child);
  return child;
}

/** As on AWS, a Map goes on from its last MapIterationSucceeded, but its next iteration from what is before that. */
function finish({ branch, name, state }: Visit, child: Branch): void {
  child.signal.throwIfAborted();
  const { branches } = branch.current!;
  branches.splice(branches.indexOf(child), 1);
  branch.previous = child.previous;
  if (state.Type !== 'Map') return;
  const iteration = { name, index: child.path.at(-1)! };
  branch.previous = child.recordAside('MapIterationSucceeded', {
    mapIterationSucceededEventDetails: iteration,
  }).id;
}

/**
 * Records what became of the branches of a Map or Parallel state when one of them failed, as AWS does: each
 * iteration and the state it was in, all following from the event that failed. The state goes on from there.
 */
function recordAborted(parent: Branch, failed: Branch): void {
  parent.previous = failed.previous;
  recordBranches(parent, failed.previous, failed);
}

function recordBranches(parent: Branch, previous: number, failed?: Branch): void {
  const { name, type, branches } = parent.current!;
  for (const branch of branches) {
    const append = (event: HistoryEventType, details?: EventDetails) =>
      branch.run.history.append({ type: event, previous, details, branch: branch.path });
    if (type === 'Map') append(...iterationEnded(branch, failed, { name, index: branch.path.at(-1)! }));
    const at = branch.current?.type;
    if (at === 'Task' || at === 'Wait' || at === 'Map' || at === 'Parallel') append(`${at}StateAborted`);
    if (branch.current) recordBranches(branch, previous);
  }
  parent.current!.branches = [];
}

function iterationEnded(
  branch: Branch,
  failed: Branch | undefined,
  iteration: { name: string; index: number },
): [HistoryEventType, EventDetails] {
  return branch === failed
    ? ['MapIterationFailed', { mapIterationFailedEventDetails: iteration }]
    : ['MapIterationAborted', { mapIterationAbortedEventDetails: iteration }];
}
