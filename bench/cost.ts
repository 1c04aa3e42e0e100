/** `npm run bench:cost`: what AWS would bill for a photo, and for the same photo in the loop that this replaces. */
import { Command, Option } from 'commander';
import { runCommand } from '../cli/command/run-command.ts';
import { prices } from '../statemachine/prices.ts';
import { readWhole } from './burst/options.ts';
import { billFor, sumOf } from './cost/bill.ts';
import { measureCost, type SetCost } from './cost/measure-cost.ts';
import { type PhotoSet, photoSets } from './cost/photo-sets.ts';
import { thousandPhotos } from './cost/thousand-photos.ts';
import type { Usage } from './cost/usage.ts';
import { report, rounded } from './report.ts';

type SetName = keyof typeof photoSets;

interface Options {
  readonly only?: readonly SetName[];
  readonly latency: number;
  readonly runs: number;
  readonly json?: boolean;
}

const names = Object.keys(photoSets) as SetName[];

const command = new Command('npm run bench:cost --')
  .description(
    'Counts on the local cloud what AWS bills for a photo, and prices it; against one Lambda that does the same, ' +
      'one face after another.',
  )
  .addOption(new Option('--only <photos...>', 'which photos').choices(names))
  .option('--latency <milliseconds>', 'of a call of Rekognition', readWhole, 250)
  .option('--runs <number>', 'of each photo, of which the quickest counts', readWhole, 3)
  .option('--json', 'the rows as JSON on stdout')
  .action(measure);

const explain = (latencyMs: number): string[] => [
  '',
  `Figures are of one photo, dollars of 1,000, in ${prices.region}. Calls, transitions and sizes are counted; the`,
  "state machine's log is as long as its events make it. Lambda's time is an estimate: measured on this machine, warm,",
  `one invocation at a time, with ${latencyMs} ms for each call of Rekognition and nothing for the way to S3 and DynamoDB.`,
];

await runCommand(command);

async function measure({ only = names, latency: latencyMs, runs, json }: Options): Promise<void> {
  const costs = new Map<SetName, SetCost>();
  for (const name of only) costs.set(name, await measureCost(photoSets[name], { latencyMs, runs }));
  const rows = [...costs].flatMap(([name, { workflow, loop }]) => [
    rowOf(photoSets[name], 'workflow', workflow, loop),
    rowOf(photoSets[name], 'loop', loop, loop),
  ]);
  const four = costs.get('four')?.workflow;
  const thousand = four ? ['', '1,000 photos with 4 faces:', '', ...thousandPhotos(four)] : [];
  report(rows, { json, notes: [...explain(latencyMs), ...thousand] });
}

/** Figures of one photo, on average of its set; dollars of a thousand. */
function rowOf({ photos }: PhotoSet, design: 'workflow' | 'loop', usage: Usage, loop: Usage) {
  const bill = billFor(usage);
  const dollars = sumOf(bill);
  return {
    photos,
    design,
    detections: usage.detections,
    searches: rounded(usage.searches, 1),
    transitions: rounded(usage.transitions, 1),
    invocations: rounded(usage.invocations, 1),
    lambdaMs: Math.round(usage.lambdaMs),
    gbSeconds: rounded(usage.gbSeconds, 2),
    s3Reads: rounded(usage.s3Reads, 1),
    s3Writes: rounded(usage.s3Writes, 1),
    writeUnits: rounded(usage.writeUnits, 1),
    logKB: rounded(usage.logBytes / 1000, 1),
    dollars: rounded(1000 * dollars, 2),
    besidesRekognition: rounded(1000 * (dollars - bill.detectFaces - bill.searches), 3),
    ofLoop: rounded(dollars / sumOf(billFor(loop)), 2),
  };
}
