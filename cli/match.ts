import path from 'node:path';
import { DescribeCollectionCommand } from '@aws-sdk/client-rekognition';
import { Command } from 'commander';
import { projectCommand } from '../operations/command-line.ts';
import { connect, refuseBorrowed, type Target, type TargetOptions } from '../operations/connect.ts';
import { enrollFirstSample } from '../operations/match/enroll-sample.ts';
import { matchPhotos } from '../operations/match/match-photos.ts';
import { isProcessed, type NamedResult, type PhotoResult } from '../operations/match/photo-result.ts';
import { countFaces } from '../operations/match/totals.ts';
import { UsageError } from '../operations/usage-error.ts';
import { interruptSignal } from './command/interrupt.ts';
import { readThreshold } from './command/option-values.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { type GivenTargetOptions, targetOptions, withTargetOptions } from './command/target-options.ts';
import { showProgress } from './match/match-progress.ts';
import { photosToMatch, samplesToMatch } from './match/photos-to-match.ts';
import { jsonReport, readableReport } from './match/report.ts';
import { tellSkipped } from './match/skipped-files.ts';
import { nameLookUp } from './people/look-up.ts';
import { printable } from './terminal/printable.ts';
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

async function match(given: readonly string[], { threshold, json, ...options }: Options): Promise<void> {
  const where = targetOptions(options);
  if (where.aws) refuseOnAws(where, given, threshold);
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
    const report = json
      ? jsonReport()
      : readableReport(target.options, photos, path.join(where.dataDir, 'annotated'));
    const withNames = nameLookUp(target, line.say);
    const progress = showProgress(line, photos.length);
    const { results, unfinished } = await matchPhotos(target, photos, {
      threshold,
      signal,
      onProgress: progress.update,
      onResult: async (photo, result) => {
        await report.add(photo, { ...result, faces: await withNames(result.faces) } as NamedResult);
        progress.finish(result);
      },
    });
    line.end();
    report.end();
    const advice = await adviseOnEmptyCollection(target, results);
    if (advice) line.say(advice);
    if (signal.aborted) line.say(adviseOnInterrupt(target, unfinished));
    else if (results.every(isProcessed)) return;
    process.exitCode = signal.aborted ? exitCodes.interrupted : exitCodes.failed;
  } finally {
    line.end();
    await target.close();
  }
}

/** Throws UsageError where uploads start the executions: these have the deployment's own threshold. */
function checkThreshold(
  threshold: number | undefined,
  { startOnUpload, options }: Pick<Target, 'startOnUpload' | 'options'>,
) {
  if (threshold === undefined || !startOnUpload) return;
  throw new UsageError(
    `Expected no --threshold, because here the upload itself starts the execution. Match first, then: ${projectCommand(options, 'reprocess', ['<key>'], { threshold })}`,
  );
}

/** What would put strangers into somebody's collection, or be ignored. */
function refuseOnAws(options: TargetOptions, given: readonly string[], threshold: number | undefined): void {
  checkThreshold(threshold, { startOnUpload: true, options });
  if (given.length > 0) return;
  throw new UsageError('Expected photos with --aws: the sample photos are for the local cloud');
}

/** What explains a result that looks like a fault: with nobody in the collection nobody is found. */
async function adviseOnEmptyCollection(
  { rekognition, deployment: { collectionId }, options }: Target,
  results: readonly PhotoResult[],
): Promise<string | undefined> {
  const { Match, NoMatch } = countFaces(results);
  if (Match > 0 || NoMatch === 0) return undefined;
  const { FaceCount } = await rekognition.send(new DescribeCollectionCommand({ CollectionId: collectionId }));
  return FaceCount === 0
    ? `Nobody is known because the collection ${collectionId} is empty: ${projectCommand(options, 'enroll', ['face.jpg'])}`
    : undefined;
}

/** What is left behind when the user interrupts. */
function adviseOnInterrupt({ kind, options }: Target, unfinished: readonly string[]): string {
  if (unfinished.length === 0) return 'Interrupted; no photo was under way';
  const keys = printable(unfinished.join(', '));
  return kind === 'in-process'
    ? `Interrupted; match these again, their executions ended with the local cloud: ${keys}`
    : `Interrupted; the executions of these go on, see ${projectCommand(options, 'executions')}: ${keys}`;
}

if (import.meta.main) await runCommand(command);
