import { Command } from 'commander';
import { projectCommand } from '../operations/command-line.ts';
import { connect, refuseBorrowed, type Target } from '../operations/connect.ts';
import { plural } from '../operations/match/totals.ts';
import { Batch, newBatchName } from '../operations/reprocess/batch.ts';
import { boundOf } from '../operations/reprocess/bound.ts';
import { surveyPhotos } from '../operations/reprocess/estimate.ts';
import { reprocessPhotos } from '../operations/reprocess/reprocess-photos.ts';
import { checkKeys, checkSelection, type Selection } from '../operations/reprocess/selection.ts';
import { Tally } from '../operations/reprocess/tally.ts';
import { UsageError } from '../operations/usage-error.ts';
import { interruptSignal } from './command/interrupt.ts';
import { readBatchName, readConcurrency, readThreshold, readTps } from './command/option-values.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { type GivenTargetOptions, targetOptions, withTargetOptions } from './command/target-options.ts';
import { describePlan, describeSkipped } from './reprocess/plan.ts';
import { showProgress, summarize } from './reprocess/progress.ts';
import { type StatusLine, statusLine } from './terminal/status-line.ts';

interface Options extends GivenTargetOptions {
  readonly prefix?: string;
  readonly failed?: boolean;
  readonly threshold?: number;
  readonly dryRun?: boolean;
  readonly concurrency?: number;
  /** Searches a second. */
  readonly tps?: number;
  readonly batch?: string;
}

export const command = new Command('npm run reprocess --')
  .description(
    'Runs photos of the bucket through the workflow again, one execution each, as many at once as keep the quota of Rekognition busy. Every photo replaces its own record.',
  )
  .argument('[keys...]', 'keys of photos, such as photos-raw/party.jpg')
  .option('--prefix <prefix>', 'all photos whose keys begin so')
  .option('--failed', 'all photos whose record is PARTIAL or FAILED; with --prefix, those under it')
  .option('--threshold <percent>', 'similarity from which a face counts as known', readThreshold)
  .option('--dry-run', 'only tell how many photos, calls, dollars and minutes it would be')
  .option('--concurrency <executions>', 'how many executions are open at once', readConcurrency)
  .option(
    '--tps <searches>',
    "searches a second that the account may do (default: Rekognition's quota in the Region, 50 or 5)",
    readTps,
  )
  .option(
    '--batch <name>',
    'goes on with the batch of this name: what it has run is not run again',
    readBatchName,
  )
  .action(reprocess);
withTargetOptions(command).addHelpText(
  'after',
  `
Executions are named <photoId>-<batch>, and no name runs twice: after Ctrl-C or a crash the same command with
--batch goes on where it was.
Exit code: 0 when every photo was processed, 1 when any failed, 2 on bad usage.

Examples:
  npm run reprocess -- photos-raw/party.jpg --threshold 90
  npm run reprocess -- --prefix photos-raw/2024/ --dry-run
  npm run reprocess -- --failed --aws`,
);

async function reprocess(keys: readonly string[], options: Options): Promise<void> {
  const where = targetOptions(options);
  refuseContradictions(keys, options);
  const signal = interruptSignal();
  const line = statusLine();
  line.show(where.aws ? 'Connecting to AWS' : 'Connecting to the local cloud');
  const target = await connect(where);
  try {
    refuseBorrowed(target);
    const { deployment } = target;
    const selection = checkSelection(readSelection(keys, options, deployment.rawPrefix), deployment);
    if ('keys' in selection) await checkKeys(target.s3, deployment.rawBucket, selection.keys);
    const survey = await surveyPhotos(target, selection, {
      signal,
      onPhoto: (photos) => line.show(`Counting: ${plural(photos, 'photo')}`),
    });
    if (signal.aborted) {
      line.say('Interrupted; nothing was started');
      process.exitCode = exitCodes.interrupted;
    } else if (survey.photos === 0) {
      tellThatThereAreNone(selection, describeSkipped(survey), line);
    } else if (options.dryRun) {
      process.stdout.write(`${describePlan(survey, deployment.region, options.tps)}\n`);
    } else await run(target, selection, { keys, options, total: survey.photos, signal, line });
  } finally {
    line.end();
    await target.close();
  }
}

/** Throws UsageError for options that say nothing, or contradict each other. */
function refuseContradictions(keys: readonly string[], { prefix, failed }: Options): void {
  if (keys.length === 0 && prefix === undefined && !failed) {
    throw new UsageError('Expected which photos to run again: their keys, --prefix <prefix> or --failed');
  }
  const other = prefix !== undefined ? '--prefix' : failed ? '--failed' : undefined;
  if (keys.length > 0 && other) throw new UsageError(`Expected keys or ${other}, got both`);
}

function readSelection(keys: readonly string[], { prefix, failed }: Options, rawPrefix: string): Selection {
  if (failed) return { failedUnder: prefix ?? rawPrefix };
  return prefix === undefined ? { keys } : { prefix };
}

/** Throws UsageError, unless nothing was a good answer. */
function tellThatThereAreNone(selection: Selection, skipped: string, line: StatusLine): void {
  if ('prefix' in selection)
    throw new UsageError(`Expected photos under ${selection.prefix}, found none${skipped}`);
  line.say(`No photo is PARTIAL or FAILED${skipped}`);
}

interface Run {
  readonly keys: readonly string[];
  readonly options: Options;
  /** Photos. */
  readonly total: number;
  readonly signal: AbortSignal;
  readonly line: StatusLine;
}

/** Runs the selected photos, tells what became of them, and sets the exit code. Throws as reprocessPhotos does. */
async function run(
  target: Target,
  selection: Selection,
  { keys, options, total, signal, line }: Run,
): Promise<void> {
  const begin = performance.now();
  const batch = new Batch(target.deployment, options.batch ?? newBatchName(new Date()), options.threshold);
  const tally = new Tally();
  const progress = showProgress(line, tally, { total, bar: process.stderr.isTTY });
  line.say(`Batch ${batch.name}: ${plural(total, 'photo')}`);
  const warn = () => line.say('Stopping; Ctrl-C again ends this at once');
  signal.addEventListener('abort', warn, { once: true });

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
    if (!useless) process.stdout.write(`${summarize(target.options, tally, performance.now() - begin)}\n`);
    if (!complete && !useless) line.say(`To go on: ${resumeCommand(target, keys, options, batch)}`);
  }
  if (!complete) process.exitCode = exitCodes.interrupted;
  else if (tally.failed > 0) process.exitCode = exitCodes.failed;
}

function resumeCommand(
  target: Target,
  keys: readonly string[],
  { prefix, failed, threshold, concurrency, tps }: Options,
  { name: batch }: Batch,
): string {
  const options = { prefix, failed, threshold, concurrency, tps, batch };
  return projectCommand(target.options, 'reprocess', keys, options);
}

if (import.meta.main) await runCommand(command);
