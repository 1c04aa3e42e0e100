import type * as z from 'zod';
import { projectCommand } from '../../../operations/command-line.ts';
import type { Target } from '../../../operations/connect.ts';
import { refuseBorrowed } from '../../../operations/connect.ts';
import { executionArnOf } from '../../../operations/executions/execution-name.ts';
import { judgeAll } from '../../../operations/redrive/judge.ts';
import { type Redriven, redriveExecutions } from '../../../operations/redrive/redrive-executions.ts';
import { Batch, newBatchName } from '../../../operations/reprocess/batch.ts';
import { boundOf } from '../../../operations/reprocess/bound.ts';
import { surveyPhotos } from '../../../operations/reprocess/estimate.ts';
import { reprocessPhotos } from '../../../operations/reprocess/reprocess-photos.ts';
import { checkKeys, checkSelection } from '../../../operations/reprocess/selection.ts';
import { Tally } from '../../../operations/reprocess/tally.ts';
import type { BatchProgress, redriveMany, reprocess } from '../../api/action.ts';
import { Refusal } from '../refusal.ts';

interface Running {
  readonly name: string;
  readonly action: BatchProgress['action'];
  readonly total: number;
  /** What has ended how. */
  readonly endings: ReadonlyMap<string, number>;
  readonly startedAt: Date;
  readonly stop: AbortController;
  state: BatchProgress['state'];
  error?: string;
}

/** Batches that are remembered, with those that run. */
const mostRemembered = 50;

/** The batches that this server runs, as npm run reprocess and npm run redrive would. */
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
    const batch = new Batch(this.#target.deployment, newBatchName(startedAt), threshold);
    const tally = new Tally();
    const running: Running = {
      ...{ name: batch.name, action: 'reprocess', total: survey.photos, endings: tally.endings },
      ...{ startedAt, stop, state: 'running' },
    };
    const bound = boundOf(this.#target, {});
    this.#run(running, () =>
      reprocessPhotos(this.#target, selection, { batch, tally, bound, signal: stop.signal }),
    );
    return progressOf(running);
  }

  /** Redrives those that it helps, and answers before they have ended. */
  redrive({ executions }: z.output<typeof redriveMany>): BatchProgress {
    refuseBorrowed(this.#target);
    const { stateMachineArn } = this.#target.deployment;
    const names = [...new Set(executions)];
    const judged = judgeAll(
      this.#target,
      names.map((name) => executionArnOf(stateMachineArn, name)),
    );
    const [startedAt, stop, endings] = [new Date(), new AbortController(), new Map<string, number>()];
    const running: Running = {
      ...{ name: newBatchName(startedAt), action: 'redrive', total: names.length, endings },
      ...{ startedAt, stop, state: 'running' },
    };
    const onEnd = ({ ending }: Redriven) => endings.set(ending, (endings.get(ending) ?? 0) + 1);
    this.#run(running, () => redriveExecutions(this.#target, judged, { signal: stop.signal, onEnd }));
    return progressOf(running);
  }

  /** The newest first. */
  list(): BatchProgress[] {
    return this.#batches.map(progressOf);
  }

  stop(name: string): BatchProgress {
    const running = this.#batches.find((each) => each.name === name);
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

  #run(running: Running, work: () => Promise<unknown>): void {
    this.#batches.unshift(running);
    this.#batches.splice(mostRemembered);
    work().then(
      () => {
        running.state = running.stop.signal.aborted ? 'stopped' : 'done';
      },
      (error: Error) => {
        running.state = 'failed';
        running.error = `${error.name}: ${error.message}`;
      },
    );
  }
}

const progressOf = ({ name, action, total, endings, startedAt, state, error }: Running): BatchProgress => ({
  batch: name,
  action,
  total,
  done: endings.values().reduce((sum, count) => sum + count, 0),
  endings: Object.fromEntries(endings),
  state,
  startedAt: startedAt.toISOString(),
  ...(error !== undefined && { error }),
});
