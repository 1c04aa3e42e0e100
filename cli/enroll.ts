import { stat } from 'node:fs/promises';
import { styleText } from 'node:util';
import { Command } from 'commander';
import { connect } from '../operations/connect.ts';
import { type EnrolledPhoto, enrollPhotos, type UnenrolledPhoto } from '../operations/enroll/enroll-photo.ts';
import { plural } from '../operations/match/totals.ts';
import { nameFaces } from '../operations/people/name-faces.ts';
import { toUserId } from '../operations/people/user-id.ts';
import { UsageError } from '../operations/usage-error.ts';
import { pathToShow, resolveGiven } from '../operations/working-directory.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { type GivenTargetOptions, targetOptions, withTargetOptions } from './command/target-options.ts';
import { mayMove, tellNamed } from './people/named.ts';
import { boxAsRatios, boxTitle } from './terminal/box-text.ts';
import { printable } from './terminal/printable.ts';
import { table } from './terminal/table.ts';

interface Options extends GivenTargetOptions {
  readonly largest?: boolean;
  readonly as?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const command = new Command('npm run enroll --')
  .description(
    'Puts the faces of photos into the collection, so that matching finds these people, and prints their faceIds. Enrolling the same photo again adds nothing.',
  )
  .argument('<photos...>', 'photos (JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF)')
  .option('--largest', 'only the largest face of each photo')
  .option('--as <name>', 'gives the largest face of each photo this name: all of them are one person')
  .option('--yes', 'with --as: takes a face out of another name without asking')
  .option('--json', 'one JSON object per photo and line on stdout, and nothing else there')
  .action(enroll);
withTargetOptions(command).addHelpText(
  'after',
  '\nExit code: 0 when every photo gave a face, 1 when one gave none or failed, 2 on bad usage.',
);

async function enroll(
  given: readonly string[],
  { largest, as: name, yes, json, ...options }: Options,
): Promise<void> {
  // Before anything is enrolled.
  if (name !== undefined) toUserId(name);
  else if (yes) throw new UsageError('Expected --as with --yes: without a name nothing is asked');
  const files = await photosToEnroll(given);
  await using target = await connect(targetOptions(options));
  let complete = true;
  const faceIds: string[] = [];
  for await (const enrolled of enrollPhotos(target, files, { largest: largest || name !== undefined })) {
    complete &&= !('error' in enrolled) && enrolled.faces.length > 0;
    if (!('error' in enrolled)) faceIds.push(...enrolled.faces.map(({ faceId }) => faceId));
    process.stdout.write(`${json ? JSON.stringify(enrolled) : enrolledTable(enrolled)}\n`);
  }
  if (name !== undefined && faceIds.length > 0) {
    const named = await nameFaces(target, faceIds, name, mayMove(yes));
    complete &&= named !== undefined;
    if (named) (json ? process.stderr : process.stdout).write(`${tellNamed(named)}\n`);
  }
  if (!complete) process.exitCode = exitCodes.failed;
}

/** The absolute paths of the photos given. Throws UsageError for one that is no file. */
async function photosToEnroll(given: readonly string[]): Promise<string[]> {
  const files = given.map(resolveGiven);
  for (const [index, file] of files.entries()) {
    const kind = await stat(file).catch(() => undefined);
    if (kind?.isFile()) continue;
    const what = kind ? 'which is no file' : 'which does not exist';
    throw new UsageError(`Expected a photo, got "${given[index]}", ${what} (${file})`);
  }
  return [...new Set(files)];
}

/** What became of one photo: a heading, and a row per face that is in the collection or was left out. */
function enrolledTable(photo: EnrolledPhoto | UnenrolledPhoto): string {
  const name = styleText('bold', printable(pathToShow(photo.file)));
  if ('error' in photo) {
    return `${name}  ${styleText('red', 'FAILED')}  ${printable(`${photo.error.error}: ${photo.error.cause}`)}`;
  }
  const heading = `${name}  ${describe(photo)}`;
  // Faces beyond --largest were left out because the user said so.
  const leftOut = photo.unindexed.filter(({ reasons }) => !reasons.includes('EXCEEDS_MAX_FACES'));
  const rows = [
    ...photo.faces.map(({ faceId, boundingBox }) => [faceId, boxAsRatios(boundingBox)]),
    ...leftOut.map(({ reasons, boundingBox }) => [
      styleText('yellow', `not indexed: ${reasons.join(', ')}`),
      boxAsRatios(boundingBox),
    ]),
  ].map(([face, place], index) => [String(index + 1), face!, place!]);
  return rows.length > 0 ? `${heading}\n${table(columns, rows)}` : heading;
}

const columns = [{ title: 'idx', align: 'right' }, { title: 'faceId' }, { title: boxTitle }] as const;

const describe = ({ faces }: EnrolledPhoto): string =>
  faces.length === 0
    ? styleText('yellow', 'no face was indexed')
    : styleText('green', `${plural(faces.length, 'face')} indexed`);

// Last: while it is awaited, what would stand below is not there yet.

if (import.meta.main) await runCommand(command);
