import type { Target } from '../../operations/connect.ts';
import { plural } from '../../operations/match/totals.ts';
import { Batch, newBatchName } from '../../operations/reprocess/batch.ts';
import { boundOf } from '../../operations/reprocess/bound.ts';
import { commandLine } from '../../operations/reprocess/command-line.ts';
import { withRecords } from '../../operations/reprocess/known-photos.ts';
import { listPhotos } from '../../operations/reprocess/list-photos.ts';
import { reprocessPhotos } from '../../operations/reprocess/reprocess-photos.ts';
import type { Selection } from '../../operations/reprocess/selection.ts';
import { Tally } from '../../operations/reprocess/tally.ts';
import { UsageError } from '../../operations/usage-error.ts';
import { exitCodes } from '../command/run-command.ts';
import type { GivenTargetOptions } from '../command/target-options.ts';
import type { StatusLine } from '../terminal/status-line.ts';
import { ReprocessProgress } from './progress.ts';
import { summarize } from './summary.ts';

/** As the user gave them. */
export interface BatchOptions extends GivenTargetOptions {
  readonly prefix?: string;
  readonly failed?: boolean;
  readonly threshold?: number;
  readonly concurrency?: number;
  /** Searches a second. */
  readonly tps?: number;
  readonly batch?: string;
}

export interface BatchRun {
  readonly keys: readonly string[];
  readonly options: BatchOptions;
  /** Photos. */
  readonly total: number;
  readonly signal: AbortSignal;
  readonly line: StatusLine;
}

/** Runs the selected photos, tells what became of them, and sets the exit code. Throws as reprocessPhotos does. */
export async function runBatch(
  target: Target,
  selection: Selection,
  { keys, options, total, signal, line }: BatchRun,
): Promise<void> {
  const begin = performance.now();
  const batch = new Batch(target.deployment, options.batch ?? newBatchName(new Date()), options.threshold);
  const tally = new Tally();
  const progress = new ReprocessProgress(line, tally, { total, bar: process.stderr.isTTY });
  line.say(`Batch ${batch.name}: ${plural(total, 'photo')}`);
  signal.addEventListener('abort', () => line.say('Stopping; Ctrl-C again ends this at once'), {
    once: true,
  });

  let complete = false;
  let useless = false;
  try {
    const photos = withRecords(target, listPhotos(target, selection));
    const bound = boundOf(target, options);
    const leftRunning = await reprocessPhotos(target, photos, { batch, bound, signal, tally, progress });
    if (leftRunning > 0) line.say(`Left running: ${plural(leftRunning, 'execution')}`);
    complete = !signal.aborted;
  } catch (error) {
    // The same command would meet it again.
    useless = error instanceof UsageError && tally.photos === 0;
    throw error;
  } finally {
    line.end();
    if (!useless) process.stdout.write(`${summarize(tally, performance.now() - begin)}\n`);
    if (!complete && !useless) line.say(`To go on: ${resumeCommand(keys, options, batch)}`);
  }
  if (!complete) process.exitCode = exitCodes.interrupted;
  else if (tally.failed > 0) process.exitCode = exitCodes.failed;
}

function resumeCommand(keys: readonly string[], options: BatchOptions, { name: batch }: Batch): string {
  const { prefix, failed, threshold, concurrency, tps, aws, profile, region, dataDir } = options;
  const where = { aws, profile, region, 'data-dir': dataDir };
  return commandLine('reprocess', { prefix, failed, threshold, concurrency, tps, batch, ...where }, keys);
}
