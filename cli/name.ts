import { Command } from 'commander';
import { connect, type Target } from '../operations/connect.ts';
import { checkFaceId } from '../operations/forget/remove-face.ts';
import { faceInPhoto } from '../operations/people/face-in-photo.ts';
import { nameFaces, unnameFaces } from '../operations/people/name-faces.ts';
import { toUserId } from '../operations/people/user-id.ts';
import { checkKey } from '../operations/photos/check-key.ts';
import { UsageError } from '../operations/usage-error.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { existingTarget, type GivenTargetOptions, withTargetOptions } from './command/target-options.ts';
import { mayMove, tellNamed } from './people/named.ts';
import { printable } from './terminal/printable.ts';

interface Options extends GivenTargetOptions {
  readonly remove?: boolean;
  readonly yes?: boolean;
}

export const command = new Command('npm run name --')
  .description(
    'Gives a face of the collection the name of a person; several faces under one name are one person for what is shown. The name is true of all photos in which the face was found, also earlier ones.',
  )
  .argument('<face>', 'the id of the face; or the key of a photo, followed by the idx of the face in it')
  .argument('[idx-or-name...]', 'the idx after a key, and the name')
  .option('--remove', 'takes the name away from the face')
  .option('--yes', 'takes a face out of another name without asking')
  .action(name);
withTargetOptions(command).addHelpText(
  'after',
  `
Exit code: 0 when the face has the name, 1 when something failed or was not wanted, 2 on bad usage.

Examples:
  npm run name -- f415f642-f1f3-8000-840c-43b48ad8409e "Grandma Ann"
  npm run name -- photos-raw/party.jpg 2 "Grandma Ann"
  npm run name -- f415f642-f1f3-8000-840c-43b48ad8409e --remove`,
);

async function name(
  face: string,
  rest: readonly string[],
  { remove = false, yes, ...options }: Options,
): Promise<void> {
  const { place, given } = readArguments(face, rest, remove);
  if ('faceId' in place) checkFaceId(place.faceId);
  if (given !== undefined) toUserId(given);
  await using target = await connect({ ...existingTarget(options), recognises: false });
  const faceId = await findFace(target, place);
  if (given === undefined) {
    const taken = (await unnameFaces(target, [faceId])).get(faceId);
    process.stdout.write(
      taken === undefined
        ? `The face ${faceId} has no name\n`
        : `The face ${faceId} is no longer ${printable(taken)}\n`,
    );
    return;
  }
  const named = await nameFaces(target, [faceId], given, mayMove(yes));
  if (named) process.stdout.write(`${tellNamed(named)}\n`);
  else process.exitCode = exitCodes.failed;
}

type Place = { readonly faceId: string } | { readonly key: string; readonly idx: number };

/** Throws UsageError for another number of arguments than make sense. */
function readArguments(
  face: string,
  rest: readonly string[],
  remove: boolean,
): { place: Place; given: string | undefined } {
  const words = remove ? [...rest] : rest.slice(0, -1);
  const given = remove ? undefined : rest.at(-1);
  if (words.length > 1 || (!remove && given === undefined)) {
    const expected = remove ? 'a face and no name with --remove' : 'a face and one name, in quotes';
    throw new UsageError(`Expected ${expected}, got ${JSON.stringify([face, ...rest].join(' '))}`);
  }
  const [idx] = words;
  if (idx === undefined) return { place: { faceId: face }, given };
  if (/^[1-9]\d{0,2}$/.test(idx)) return { place: { key: face, idx: Number(idx) }, given };
  throw new UsageError(`Expected the idx of a face after the key of its photo, got ${JSON.stringify(idx)}`);
}

async function findFace(target: Target, place: Place): Promise<string> {
  if ('faceId' in place) return place.faceId;
  checkKey(place.key, target.deployment);
  return faceInPhoto(target, place.key, place.idx);
}

if (import.meta.main) await runCommand(command);
