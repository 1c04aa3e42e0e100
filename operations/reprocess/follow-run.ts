import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../connect.ts';
import { describeRun, type Run, type RunProgress } from './run.ts';

export interface FollowOptions {
  /** Once it aborts, the run is left to itself. */
  readonly signal?: AbortSignal;
  /** An end of before is not the one that is awaited: the date of the redrive. */
  readonly since?: Date;
  readonly onProgress?: (run: Run) => void;
}

/** Milliseconds between two looks; AWS's quotas are everybody's. */
const betweenLooks = { 'in-process': 200, server: 200, aws: 2_000 } as const;

/** Looks at a run until it is over. Throws AbortError, or what the service answered. */
export async function followRun(
  target: Pick<Target, 'sfn' | 'kind'>,
  executionArn: string,
  { signal, since = new Date(0), onProgress }: FollowOptions = {},
): Promise<Run> {
  for (;;) {
    const run = await describeRun(target, executionArn);
    if (isOver(run) && run.endedAt! >= since) return run;
    onProgress?.(run);
    await pause(betweenLooks[target.kind], undefined, { signal });
  }
}

export const isOver = ({ status }: Pick<Run, 'status'>): boolean =>
  status !== 'RUNNING' && status !== 'PENDING_REDRIVE';

/** Photos that were done at a time in milliseconds. */
interface Milestone {
  readonly done: number;
  readonly at: number;
}

/** How fast a run goes, by what it was seen to do since a known time, or since this first saw it. */
export class RunRate {
  #first: Milestone | undefined;

  constructor(first?: Milestone) {
    this.#first = first;
  }

  /** Undefined until a photo has ended meanwhile. `at` in milliseconds. */
  seen(
    { photos, green, red }: Pick<RunProgress, 'photos' | 'green' | 'red'>,
    at = performance.now(),
  ): { photosPerSecond: number; secondsLeft: number } | undefined {
    const done = green + red;
    this.#first ??= { done, at };
    const photosPerSecond = (done - this.#first.done) / ((at - this.#first.at) / 1000);
    if (!(photosPerSecond > 0)) return undefined;
    return { photosPerSecond, secondsLeft: (photos - done) / photosPerSecond };
  }
}
