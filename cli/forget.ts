import { Command } from 'commander';
import { connect, type Target } from '../operations/connect.ts';
import { adviseOnRunning, checkFaceId } from '../operations/forget/remove-face.ts';
import { toUserId } from '../operations/people/user-id.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { existingTarget, type GivenTargetOptions, withTargetOptions } from './command/target-options.ts';
import { forgetFace } from './forget/face.ts';
import { forgetPerson } from './forget/person.ts';
import { forgetPhoto } from './forget/photo.ts';
import { checkCanAsk } from './terminal/confirm.ts';

interface Options extends GivenTargetOptions {
  readonly yes?: boolean;
  readonly withPhoto?: boolean;
}

export const command = new Command('npm run forget --')
  .description(
    'Removes what is kept of a photo, of a face in the collection, or of a person. It asks first, and may be run twice.',
  )
  // Subcommands take this over only from here on.
  .exitOverride();

const photo = command
  .command('photo')
  .description(
    "Removes a photo's record, the crops of its faces, its working files, its annotated copy and the lines of the local cloud's logs that name it; the photo itself stays.",
  )
  .argument('<key>', 'the key of the photo, such as photos-raw/party.jpg')
  .option('--with-photo', 'removes the photo itself, too, in all its versions')
  .option('--yes', 'without asking')
  .action((key: string, options: Options) => forget(options, (target) => forgetPhoto(target, key, options)));

const face = command
  .command('face')
  .description(
    'Removes a face from the collection, and from the records that name it: there it becomes NoMatch.',
  )
  .argument('<faceId>', 'the id of the face')
  .option('--yes', 'without asking')
  .action((faceId: string, options: Options) => {
    checkFaceId(faceId);
    return forget(options, (target) => forgetFace(target, faceId, options));
  });

const person = command
  .command('person')
  .description(
    'Removes a name, all its faces from the collection with the crops kept of them, and these faces from the records that name them.',
  )
  .argument('<name>', 'the name of the person')
  .option('--yes', 'without asking')
  .action((name: string, options: Options) => {
    toUserId(name);
    return forget(options, (target) => forgetPerson(target, name, options));
  });

for (const each of [photo, face, person]) withTargetOptions(each);

async function forget(options: Options, remove: (target: Target) => Promise<boolean>): Promise<void> {
  checkCanAsk(options.yes);
  await using target = await connect({ ...existingTarget(options), recognises: false });
  // Asked before: one that ends meanwhile counts, too.
  const advice = await adviseOnRunning(target);
  if (await remove(target)) {
    if (advice) process.stderr.write(`${advice}\n`);
  } else {
    process.stderr.write('Nothing was removed\n');
    process.exitCode = exitCodes.failed;
  }
}

if (import.meta.main) await runCommand(command);
