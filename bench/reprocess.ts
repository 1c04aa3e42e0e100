import { Command, InvalidArgumentError } from 'commander';
import { runCommand } from '../cli/command/run-command.ts';
import { readWhole } from './burst/options.ts';
import { report, rounded } from './report.ts';
import { runReprocess } from './reprocess/run-reprocess.ts';

interface Options {
  readonly faces: number;
  readonly throttled: number;
  readonly killed?: boolean;
  readonly json?: boolean;
}

const defaults = [100, 1000];

const command = new Command('npm run bench:reprocess --')
  .description(
    'Runs photos through the local cloud by npm run reprocess, with fixed answers instead of face recognition: how fast, and in how much memory of the cloud and of the command. Memory must not grow with the number of photos.',
  )
  .argument('[photos...]', 'how many photos, a row for each', readPhotos, defaults)
  .option('--faces <number>', 'in each photo', readWhole, 4)
  .option('--throttled <part>', 'of the calls to Rekognition that is throttled, from 0 to 0.9', readPart, 0)
  .option(
    '--killed',
    'kills the cloud when half of the photos are through, starts it again and redrives the run',
  )
  .option('--json', 'the rows as JSON on stdout')
  .action(measure);

await runCommand(command);

async function measure(
  photos: readonly number[],
  { faces, throttled, killed, json }: Options,
): Promise<void> {
  const rows: object[] = [];
  for (const count of photos) {
    const conditions = { photos: count, faces, throttled, killed };
    const { seconds, before, after, commandPeak, recorded, twice } = await runReprocess(conditions);
    rows.push({
      photos: count,
      faces: count * faces,
      recorded,
      twice,
      seconds: rounded(seconds, 1),
      photosPerSecond: rounded(count / seconds, 1),
      cloudPeakMB: Math.round(after.peak),
      cloudAtEndMB: Math.round(after.now),
      cloudHeapBeforeMB: rounded(before.heap, 1),
      cloudHeapAfterMB: rounded(after.heap, 1),
      commandPeakMB: Math.round(commandPeak),
    });
  }
  report(rows, {
    json,
    notes: [
      '',
      'Of the whole process (RSS), its peak and at the end; the heap is what its main thread still refers to.',
    ],
  });
}

function readPart(given: string): number {
  const part = Number(given);
  if (given.trim() !== '' && part >= 0 && part <= 0.9) return part;
  throw new InvalidArgumentError('Expected a number from 0 to 0.9.');
}

/** Commander hands over what it has so far: the default at first. */
function readPhotos(given: string, before: readonly number[]): readonly number[] {
  const photos = readWhole(given);
  return before === defaults ? [photos] : [...before, photos];
}
