import { Command } from 'commander';
import { projectCommand } from '../operations/command-line.ts';
import { connect, type Target } from '../operations/connect.ts';
import { followRun, isOver } from '../operations/reprocess/follow-run.ts';
import { someRedPhotos } from '../operations/reprocess/red-photos.ts';
import { findRun, type Run, redriveRun, startRun, stopRun } from '../operations/reprocess/run.ts';
import { UsageError } from '../operations/usage-error.ts';
import type { ReprocessInput, SelectedPhotos } from '../statemachine/reprocess-payloads.ts';
import { interruptSignal } from './command/interrupt.ts';
import { readBatchName, readThreshold, readTolerated } from './command/option-values.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { existingTarget, type GivenTargetOptions, withTargetOptions } from './command/target-options.ts';
import { describeFailure, describeSummary } from './reprocess/outcome.ts';
import { describePlan, describeSkipped } from './reprocess/plan.ts';
import { showProgress } from './reprocess/progress.ts';
import { confirm } from './terminal/confirm.ts';
import { type StatusLine, statusLine } from './terminal/status-line.ts';

interface Options extends GivenTargetOptions {
  readonly prefix?: string;
  readonly failed?: true;
  readonly manifest?: string;
  readonly threshold?: number;
  readonly since?: string;
  readonly before?: string;
  readonly faceModelVersion?: string;
  readonly toleratedFailures?: number;
  readonly dryRun?: boolean;
  readonly batch?: string;
  readonly redrive?: boolean;
  readonly stop?: boolean;
}

export const command = new Command('npm run reprocess --')
  .description(
    'Runs photos of the bucket through the workflow again: starts the state machine ReprocessPhotos and follows it. It keeps the quota of Rekognition busy by itself, whether this command lives or not. Every photo replaces its own record.',
  )
  .argument('[keys...]', 'keys of photos, such as photos-raw/party.jpg')
  .option('--prefix <prefix>', 'all photos whose keys begin so')
  .option('--failed', 'all photos whose record is PARTIAL or FAILED; with --prefix, those under it')
  .option('--manifest <address>', 'all photos whose keys are in this object, such as s3://bucket/keys.jsonl')
  .option('--since <date>', 'of these only photos that were last matched then or later')
  .option('--before <date>', 'of these only photos that were last matched earlier')
  .option(
    '--face-model-version <version>',
    'of these only photos whose faces were searched with another version of the face model',
  )
  .option('--threshold <percent>', 'similarity from which a face counts as known', readThreshold)
  .option(
    '--tolerated-failures <photos>',
    'how many photos may end red before the run stops (default: 2 of 100, at least 20; with --failed all)',
    readTolerated,
  )
  .option('--dry-run', 'only tell how many photos, calls, dollars and minutes it would be')
  .option(
    '--batch <name>',
    'the name of the run; one that was started under it is followed again',
    readBatchName,
  )
  .option('--redrive', 'with --batch: goes on with a run that stopped, with its red and its missing photos')
  .option('--stop', 'with --batch: stops the run')
  .action(reprocess);
withTargetOptions(command).addHelpText(
  'after',
  `
Executions are named <photo>_<photoId>_<batch>-<redrives>. Ctrl-C asks whether to stop the run or to leave it going.
Exit code: 0 when every photo was processed, 1 when any failed or the run stopped, 2 on bad usage.

Examples:
  npm run reprocess -- photos-raw/party.jpg --threshold 90
  npm run reprocess -- --prefix photos-raw/2024/ --dry-run
  npm run reprocess -- --failed --aws
  npm run reprocess -- --batch 1128-022530-9f --redrive`,
);

async function reprocess(keys: readonly string[], options: Options): Promise<void> {
  const where = existingTarget(options);
  const input = readInput(keys, options);
  const signal = interruptSignal();
  const line = statusLine();
  line.show(where.aws ? 'Connecting to AWS' : 'Connecting to the local cloud');
  const target = await connect(where);
  try {
    const run = input ? await startRun(target, input, options.batch) : await find(target, options.batch!);
    if (options.stop) await stop(target, run, line);
    else await follow(target, run, { options, signal, line });
  } finally {
    line.end();
    await target.close();
  }
}

/** Undefined when a run of before is meant. Throws UsageError for options that say nothing, or contradict each other. */
function readInput(keys: readonly string[], options: Options): ReprocessInput | undefined {
  const { prefix, failed, manifest, batch, redrive, stop, dryRun } = options;
  const { threshold, since, before, faceModelVersion, toleratedFailures } = options;
  const given = { keys: keys.length > 0 ? [...new Set(keys)] : undefined, prefix, failed, manifest };
  const alone = redrive ? '--redrive' : stop ? '--stop' : undefined;
  if (alone && batch === undefined) throw new UsageError(`Expected --batch <name> with ${alone}`);
  if (redrive && stop) throw new UsageError('Expected --redrive or --stop, got both');
  const selects = Object.values(given).some((value) => value !== undefined);
  if (!selects && batch === undefined) {
    throw new UsageError(
      'Expected which photos to run again: their keys, --prefix <prefix>, --failed or --manifest <address>',
    );
  }
  const other = prefix !== undefined ? '--prefix' : failed ? '--failed' : '--manifest';
  if (keys.length > 0 && (prefix ?? failed ?? manifest) !== undefined)
    throw new UsageError(`Expected keys or ${other}, got both`);
  if (manifest !== undefined && (prefix ?? failed) !== undefined)
    throw new UsageError(`Expected --manifest or ${other}, got both`);
  if (!selects) return undefined;
  const input = { ...given, threshold, since, before, faceModelVersion, toleratedFailures, dryRun };
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as ReprocessInput;
}

async function find(target: Target, name: string): Promise<Run> {
  const run = await findRun(target, name);
  if (run) return run;
  throw new UsageError(`Expected the name of a run, got "${name}": there is none of it`);
}

interface Following {
  readonly options: Options;
  readonly signal: AbortSignal;
  readonly line: StatusLine;
}

/** Follows a run to its end, tells what came of it, and sets the exit code. */
async function follow(target: Target, run: Run, { options, signal, line }: Following): Promise<void> {
  const since = options.redrive && isOver(run) && !run.summary ? await redriveRun(target, run) : undefined;
  let isNamed = false;
  // Of what only estimates, or finds no photos, nobody needs the name.
  const name = ({ estimate, progress, failure }: Run) => {
    if (isNamed || estimate || !(progress ?? failure)) return;
    line.say(`Batch ${run.name}${since ? ', redriven' : ''}`);
    isNamed = true;
  };
  const show = showProgress(line, { bar: process.stderr.isTTY });
  const onProgress = (seen: Run) => {
    name(seen);
    show(seen);
  };
  try {
    const ended = await followRun(target, run.executionArn, { signal, since, onProgress });
    line.end();
    name(ended);
    await tell(target, ended, line);
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
    line.end();
    await leave(target, run, line);
    process.exitCode = exitCodes.interrupted;
  }
}

/** A run outlives whoever looks at it, save in a cloud that lives only as long as the command. */
async function leave(target: Target, run: Run, line: StatusLine): Promise<void> {
  const isToStop =
    target.kind === 'in-process' ||
    (process.stdin.isTTY && (await confirm('Stop the run? Otherwise it goes on without this command')));
  if (isToStop) return stop(target, run, line);
  line.say(`The run goes on. To follow it: ${again(target, run)}`);
  line.say(`To stop it: ${again(target, run, { stop: true })}`);
}

async function stop(target: Target, run: Run, line: StatusLine): Promise<void> {
  await stopRun(target, run.executionArn);
  line.say(`Stopped. To go on: ${again(target, run, { redrive: true })}`);
}

const again = ({ options }: Target, { name }: Run, more: { redrive?: true; stop?: true } = {}) =>
  projectCommand(options, 'reprocess', [], { batch: name, ...more });

async function tell(target: Target, run: Run, line: StatusLine): Promise<void> {
  const { summary, estimate, failure, progress } = run;
  if (estimate) return tellEstimate(target, run, estimate, line);
  if (summary) {
    process.stdout.write(`${describeSummary(target.options, summary)}\n`);
    if (summary.red > 0) process.exitCode = exitCodes.failed;
    return;
  }
  const red = progress ? await someRedPhotos(target, progress.mapRunArn) : [];
  process.stdout.write(`${describeFailure(failure!, progress, red)}\n`);
  if (run.canBeRedriven) line.say(`When that is mended: ${again(target, run, { redrive: true })}`);
  process.exitCode = exitCodes.failed;
}

/** Throws UsageError when there was nothing to run, unless that was a good answer. */
function tellEstimate(target: Target, { input }: Run, estimate: SelectedPhotos, line: StatusLine): void {
  const { prefix, manifest, failed, since, before, faceModelVersion } = input as ReprocessInput;
  if (estimate.photos > 0) {
    process.stdout.write(`${describePlan(estimate, target.deployment.region)}\n`);
    return;
  }
  const skipped = describeSkipped(estimate.skipped);
  if (failed) line.say(`No photo is PARTIAL or FAILED${skipped}`);
  else if (since ?? before ?? faceModelVersion) line.say(`No photo was last matched so${skipped}`);
  else throw new UsageError(`Expected photos under ${prefix ?? manifest}, found none${skipped}`);
}

if (import.meta.main) await runCommand(command);
