import { Command } from 'commander';
import { connect } from '../operations/connect.ts';
import { enrollPhotos } from '../operations/enroll/enroll-photos.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { type GivenTargetOptions, targetOptions, withTargetOptions } from './command/target-options.ts';
import { enrolledTable } from './enroll/enrolled-table.ts';
import { photosToEnroll } from './enroll/photos-to-enroll.ts';

interface Options extends GivenTargetOptions {
  readonly largest?: boolean;
  readonly json?: boolean;
}

export const command = new Command('npm run enroll --')
  .description(
    'Puts the faces of photos into the collection, so that matching finds these people, and prints their faceIds. Enrolling the same photo again adds nothing.',
  )
  .argument('<photos...>', 'photos (JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF)')
  .option('--largest', 'only the largest face of each photo')
  .option('--json', 'one JSON object per photo and line on stdout, and nothing else there')
  .action(enroll);
withTargetOptions(command).addHelpText(
  'after',
  '\nExit code: 0 when every photo gave a face, 1 when one gave none or failed, 2 on bad usage.',
);

if (import.meta.main) await runCommand(command);

async function enroll(given: readonly string[], { largest, json, ...options }: Options): Promise<void> {
  const files = await photosToEnroll(given);
  const target = await connect(targetOptions(options));
  try {
    let complete = true;
    for await (const enrolled of enrollPhotos(target, files, { largest })) {
      complete &&= !('error' in enrolled) && enrolled.faces.length > 0;
      process.stdout.write(`${json ? JSON.stringify(enrolled) : enrolledTable(enrolled)}\n`);
    }
    if (!complete) process.exitCode = exitCodes.failed;
  } finally {
    await target.close();
  }
}
