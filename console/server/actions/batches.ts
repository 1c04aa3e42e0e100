import type * as z from 'zod';
import { projectCommand } from '../../../operations/command-line.ts';
import type { Target } from '../../../operations/connect.ts';
import { refuseBorrowed } from '../../../operations/connect.ts';
import { Batch, newBatchName } from '../../../operations/reprocess/batch.ts';
import { boundOf } from '../../../operations/reprocess/bound.ts';
import { surveyPhotos } from '../../../operations/reprocess/estimate.ts';
import { reprocessPhotos } from '../../../operations/reprocess/reprocess-photos.ts';
import { checkKeys, checkSelection, type Selection } from '../../../operations/reprocess/selection.ts';
import { Tally } from '../../../operations/reprocess/tally.ts';
import type { BatchProgress, reprocess } from '../../api/action.ts';
import { Refusal } from '../refusal.ts';

interface Running {
  readonly batch: Batch;
  readonly tally: Tally;
  readonly total: number;
  readonly startedAt: Date;
  readonly stop: AbortController;
  state: BatchProgress['state'];
  error?: string;
}

/** Batches that are remembered, with those that run. */
const mostRemembered = 50;

/** The batches that this server runs, as npm run reprocess would. */
export class Batches {
  readonly #target: Target;
  readonly #batches: Running[] = [];

  constructor(target: Target) {
    this.#target = target;
  }

  /** Starts one, and answers before its executions have ended. Throws UsageError for a key that is no photo. */
  async start({ photos, threshold }: z.output<typeof reprocess>): Promise<BatchProgress> {
    refuseBorrowed(this.#target);
    const selection = checkSelection(photos, this.#target.deployment);
    if ('keys' in selection)
      await checkKeys(this.#target.s3, this.#target.deployment.rawBucket, selection.keys);
    const stop = new AbortController();
    const survey = await surveyPhotos(this.#target, selection, { signal: stop.signal });
    const startedAt = new Date();
    const running: Running = {
      batch: new Batch(this.#target.deployment, newBatchName(startedAt), threshold),
      tally: new Tally(),
      total: survey.photos,
      startedAt,
      stop,
      state: 'running',
    };
    this.#batches.unshift(running);
    this.#batches.splice(mostRemembered);
    void this.#run(running, selection);
    return progressOf(running);
  }

  /** The newest first. */
  list(): BatchProgress[] {
    return this.#batches.map(progressOf);
  }

  stop(name: string): BatchProgress {
    const running = this.#batches.find(({ batch }) => batch.name === name);
    if (!running) {
      throw new Refusal(404, 'BatchDoesNotExist', {
        message: `Expected a batch of this server, got "${name}"`,
        whatToDo: `To go on with one of before, add what it began with (keys, --prefix or --failed): ${projectCommand(this.#target.options, 'reprocess', [], { batch: name })}`,
        field: 'batch',
      });
    }
    running.stop.abort();
    if (running.state === 'running') running.state = 'stopped';
    return progressOf(running);
  }

  stopAll(): void {
    for (const { stop } of this.#batches) stop.abort();
  }

  async #run(running: Running, selection: Selection): Promise<void> {
    const { batch, tally, stop } = running;
    try {
      await reprocessPhotos(this.#target, selection, {
        batch,
        tally,
        bound: boundOf(this.#target, {}),
        signal: stop.signal,
      });
      running.state = stop.signal.aborted ? 'stopped' : 'done';
    } catch (error) {
      running.state = 'failed';
      running.error = `${(error as Error).name}: ${(error as Error).message}`;
    }
  }
}

const progressOf = ({ batch, tally, total, startedAt, state, error }: Running): BatchProgress => ({
  batch: batch.name,
  total,
  done: tally.photos,
  endings: Object.fromEntries(tally.endings),
  state,
  startedAt: startedAt.toISOString(),
  ...(error !== undefined && { error }),
});
