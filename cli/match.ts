import path from 'node:path';
import { Command } from 'commander';
import { connect, refuseBorrowed } from '../operations/connect.ts';
import { enrollFirstSample } from '../operations/match/enroll-sample.ts';
import { matchPhotos } from '../operations/match/match-photos.ts';
import { isProcessed } from '../operations/match/photo-result.ts';
import { UsageError } from '../operations/usage-error.ts';
import { interruptSignal } from './command/interrupt.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { type GivenTargetOptions, targetOptions, withTargetOptions } from './command/target-options.ts';
import { adviseOnEmptyCollection, adviseOnInterrupt } from './match/advice.ts';
import { MatchProgress } from './match/match-progress.ts';
import { jsonReport, readableReport } from './match/report.ts';
import { checkThreshold, readThreshold } from './match/threshold.ts';
import { photosToMatch, samplesToMatch } from './photos/photos-to-match.ts';
import { tellSkipped } from './photos/tell-skipped.ts';
import { statusLine } from './terminal/status-line.ts';

interface Options extends GivenTargetOptions {
  readonly threshold?: number;
  readonly json?: boolean;
}

export const command = new Command('npm run match --')
  .description(
    'Finds the faces in photos and searches each one in the collection, with one execution of the workflow per photo. Without photos it takes six sample photos, and enrolls the people of the first one so that there is somebody to find.',
  )
  .argument(
    '[photos...]',
    'photos (JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF), and folders of them at any depth',
  )
  .option('--threshold <percent>', 'similarity from which a face counts as known', readThreshold)
  .option('--json', 'one record per photo and line on stdout, and nothing else there; no annotated copies')
  .action(match);
withTargetOptions(command).addHelpText(
  'after',
  `
Annotated copies of the photos are written to annotated/ in the data folder.
Exit code: 0 when every photo was processed, 1 when any failed, 2 on bad usage.

Examples:
  npm run match
  npm run match -- party.jpg holiday/ --threshold 90
  npm run -s match -- --json holiday/ | jq -r .status`,
);

if (import.meta.main) await runCommand(command);

async function match(given: readonly string[], { threshold, json, ...options }: Options): Promise<void> {
  const where = targetOptions(options);
  if (where.aws) refuseOnAws(given, threshold);
  const isSample = given.length === 0;
  const { photos, skipped } = isSample ? samplesToMatch() : await photosToMatch(given, where);

  const signal = interruptSignal();
  const line = statusLine();
  if (skipped.length > 0) line.say(tellSkipped(skipped));
  line.show(where.aws ? 'Connecting to AWS' : 'Starting the local cloud');
  const target = await connect(where);
  try {
    refuseBorrowed(target);
    checkThreshold(threshold, target);
    if (isSample) line.say(await enrollFirstSample(target));
    const report = json ? jsonReport() : readableReport(photos, path.join(where.dataDir, 'annotated'));
    const progress = new MatchProgress(line, photos.length);
    const { results, unfinished } = await matchPhotos(target, photos, {
      threshold,
      signal,
      progress,
      report,
    });
    line.end();
    report.end();
    const advice = await adviseOnEmptyCollection(target, results);
    if (advice) line.say(advice);
    if (signal.aborted) line.say(adviseOnInterrupt(target.kind, unfinished));
    else if (results.every(isProcessed)) return;
    process.exitCode = signal.aborted ? exitCodes.interrupted : exitCodes.failed;
  } finally {
    line.end();
    await target.close();
  }
}

/** What would put strangers into somebody's collection, or be ignored. */
function refuseOnAws(given: readonly string[], threshold: number | undefined): void {
  checkThreshold(threshold, { startOnUpload: true });
  if (given.length > 0) return;
  throw new UsageError('Expected photos with --aws: the sample photos are for the local cloud');
}
