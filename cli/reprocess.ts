import { Command } from 'commander';
import { refuseBorrowed } from '../operations/connect/refuse-borrowed.ts';
import { connect } from '../operations/connect.ts';
import { plural } from '../operations/match/totals.ts';
import { type Survey, surveyPhotos } from '../operations/reprocess/estimate.ts';
import {
  checkKeys,
  type GivenSelection,
  readSelection,
  type Selection,
} from '../operations/reprocess/selection.ts';
import { UsageError } from '../operations/usage-error.ts';
import type { Deployment } from '../statemachine/deployment.ts';
import { interruptSignal } from './command/interrupt.ts';
import { readBatchName, readConcurrency, readThreshold, readTps } from './command/option-values.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { targetOptions, withTargetOptions } from './command/target-options.ts';
import { describePlan, describeSkipped } from './reprocess/plan.ts';
import { type BatchOptions, runBatch } from './reprocess/run-batch.ts';
import { type StatusLine, statusLine } from './terminal/status-line.ts';

interface Options extends BatchOptions {
  readonly dryRun?: boolean;
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

if (import.meta.main) await runCommand(command);

async function reprocess(keys: readonly string[], options: Options): Promise<void> {
  const where = targetOptions(options);
  checkSelection({ keys, ...options });
  const signal = interruptSignal();
  const line = statusLine();
  line.show(where.aws ? 'Connecting to AWS' : 'Connecting to the local cloud');
  const target = await connect(where);
  try {
    refuseBorrowed(target);
    const selection = readSelection({ keys, ...options }, target.deployment);
    if ('keys' in selection) await checkKeys(target.s3, target.deployment.rawBucket, selection.keys);
    const survey = await surveyPhotos(target, selection, {
      signal,
      onPhoto: (photos) => line.show(`Counting: ${plural(photos, 'photo')}`),
    });
    if (signal.aborted) tellThatNothingWasStarted(line);
    else if (survey.photos === 0) tellThatThereAreNone(selection, describeSkipped(survey), line);
    else if (options.dryRun) tellPlan(survey, target.deployment, options);
    else await runBatch(target, selection, { keys, options, total: survey.photos, signal, line });
  } finally {
    line.end();
    await target.close();
  }
}

/** Throws UsageError for what says nothing, or contradicts itself. */
function checkSelection({ keys, prefix, failed }: GivenSelection): void {
  if (keys.length === 0 && prefix === undefined && !failed) {
    throw new UsageError('Expected which photos to run again: their keys, --prefix <prefix> or --failed');
  }
  const other = prefix !== undefined ? '--prefix' : failed ? '--failed' : undefined;
  if (keys.length > 0 && other) throw new UsageError(`Expected keys or ${other}, got both`);
}

function tellThatNothingWasStarted(line: StatusLine): void {
  line.say('Interrupted; nothing was started');
  process.exitCode = exitCodes.interrupted;
}

/** Throws UsageError, unless nothing was a good answer. */
function tellThatThereAreNone(selection: Selection, skipped: string, line: StatusLine): void {
  if ('prefix' in selection)
    throw new UsageError(`Expected photos under ${selection.prefix}, found none${skipped}`);
  line.say(`No photo is PARTIAL or FAILED${skipped}`);
}

function tellPlan(survey: Survey, { region }: Deployment, { tps }: Options): void {
  process.stdout.write(`${describePlan(survey, region, tps)}\n`);
}
