import type { Target } from '../../operations/connect.ts';
import { plural } from '../../operations/match/totals.ts';
import { Batch, newBatchName } from '../../operations/reprocess/batch.ts';
import { boundOf } from '../../operations/reprocess/bound.ts';
import { commandLine } from '../../operations/reprocess/command-line.ts';
import { reprocessPhotos } from '../../operations/reprocess/reprocess-photos.ts';
import type { Selection } from '../../operations/reprocess/selection.ts';
import { type Ending, Tally } from '../../operations/reprocess/tally.ts';
import { formatDuration } from '../../operations/text/time.ts';
import { UsageError } from '../../operations/usage-error.ts';
import { exitCodes } from '../command/run-command.ts';
import type { GivenTargetOptions } from '../command/target-options.ts';
import type { StatusLine } from '../terminal/status-line.ts';
import { table } from '../terminal/table.ts';
import { ReprocessProgress } from './progress.ts';

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
    const bound = boundOf(target, options);
    const leftRunning = await reprocessPhotos(target, selection, { batch, bound, signal, tally, progress });
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

/** What each ending means to whoever has to mend it; in the order in which they are told. */
const meanings: Readonly<Record<Ending, string>> = {
  MATCHED: '',
  NO_FACES: '',
  superseded: 'a later execution recorded the photo',
  PARTIAL: 'some faces failed: npm run reprocess -- --failed',
  FAILED: 'photos that cannot be used: mend them, then npm run reprocess -- --failed',
  'not recorded': 'mend what their errors say, then npm run redrive',
};

const columns = [{ title: 'status' }, { title: 'photos', align: 'right' }, { title: '' }] as const;

/** A row for each way in which photos ended, and the totals. */
function summarize(tally: Tally, milliseconds: number): string {
  const rows = (Object.keys(meanings) as Ending[]).flatMap((ending) => {
    const count = tally.endings.get(ending);
    return count === undefined ? [] : [[ending, String(count), meanings[ending]]];
  });
  const earlier = tally.earlier > 0 ? `, ${tally.earlier} of them run before in this batch` : '';
  const totals = `${plural(tally.photos, 'photo')}, ${plural(tally.faces, 'face')} in ${formatDuration(milliseconds)}${earlier}`;
  return rows.length === 0 ? totals : `${table(columns, rows)}\n${totals}`;
}
