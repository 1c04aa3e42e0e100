/** `npm run bench:stage`: how fast the example in the hook makes strangers known, and what it costs. */
import { Command, InvalidArgumentError } from 'commander';
import { runCommand } from '../cli/command/run-command.ts';
import { statusLine } from '../cli/terminal/status-line.ts';
import { readWhole } from './burst/options.ts';
import { report, rounded } from './report.ts';
import { mostPeople } from './stage/coloured-people.ts';
import { runStageAlone } from './stage/stage-alone.ts';
import { runWholeBurst } from './stage/whole-burst.ts';

interface Options {
  readonly people: number;
  readonly photos: number;
  readonly whole?: boolean;
  readonly rough?: boolean;
  readonly starts?: number;
  readonly json?: boolean;
}

const defaults = [50, 5];

const command = new Command('npm run bench:stage --')
  .description(
    'Gives the example in the hook strangers who come at once, and then the same people in other photos, at a quota of ' +
      'Rekognition: faces a second, calls a face, and what 1,000 faces cost. People are told by colours instead of face recognition.',
  )
  .argument('[tps...]', 'calls a second of each operation, a run for each', readQuotas, defaults)
  .option('--people <number>', 'strangers', readPeople, 200)
  .option('--photos <number>', 'of each, with --whole', readWhole, 5)
  .option(
    '--whole',
    'through the whole workflow: all photos uploaded at once, and processed again afterwards',
  )
  .option(
    '--rough',
    'with --whole: functions of the stage die, and 30 % of calls are throttled beyond the quota',
  )
  .option(
    '--starts <number>',
    'with --whole: executions a second, where this machine has no time for what the quota allows',
    readWhole,
  )
  .option('--json', 'the rows as JSON on stdout')
  .action(measure);

await runCommand(command);

async function measure(
  quotas: readonly number[],
  { people, photos, whole, rough, starts, json }: Options,
): Promise<void> {
  const line = statusLine();
  const rows: object[] = [];
  for (const tps of quotas) {
    line.say(`${people} strangers at ${tps} calls a second`);
    if (whole) {
      const options = { tps, rough: rough === true, people, photosEach: photos, startsPerSecond: starts };
      const burst = await runWholeBurst(options, (progress) => line.show(progress));
      rows.push({
        ...burst,
        newPerSecond: rounded(burst.newPerSecond, 1),
        callsPerFace: rounded(burst.callsPerFace, 2),
      });
      continue;
    }
    for (const run of await runStageAlone(tps, people)) {
      rows.push({
        ...run,
        facesPerSecond: rounded(run.facesPerSecond, 1),
        callsPerFace: rounded(run.callsPerFace, 2),
        invocationsPerFace: rounded(run.invocationsPerFace, 1),
        dollarsPerThousand: rounded(run.dollarsPerThousand, 2),
      });
    }
  }
  line.end();
  report(rows, {
    json,
    notes: whole
      ? []
      : [
          '',
          'A call of Rekognition takes 250 ms here. Seconds are until the last answer, and until the last face has come for it by the',
          "hook's retries. Dollars: of Rekognition, S3, retries and invocations.",
        ],
  });
}

function readPeople(given: string): number {
  const people = readWhole(given);
  if (people <= mostPeople) return people;
  throw new InvalidArgumentError(
    `Expected at most ${mostPeople} people, which is how many colours there are.`,
  );
}

/** Commander hands over what it has so far: the default at first. */
function readQuotas(given: string, before: readonly number[]): readonly number[] {
  const tps = readWhole(given);
  return before === defaults ? [tps] : [...before, tps];
}
