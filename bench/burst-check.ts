import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { runCommand } from '../cli/command/run-command.ts';
import { executionsAtOnce } from './burst/bound.ts';
import { type BurstCloud, startBurstCloud } from './burst/check/burst-cloud.ts';
import { type ObservedBurst, observeBurst } from './burst/check/observe-burst.ts';
import type { Burst, Conditions, Durations } from './burst/conditions.ts';
import { readWhole } from './burst/options.ts';
import { simulateBurst } from './burst/simulate-burst.ts';
import { readWorkflow } from './burst/workflow.ts';
import { report, rounded } from './report.ts';

interface Options {
  readonly faces: number;
  readonly tps: number;
  readonly runs: number;
  readonly json?: boolean;
}

const command = new Command('node bench/burst-check.ts')
  .description(
    'Holds the model of npm run bench:burst against the local cloud, in real time: the same bursts, through the real state machine and Lambdas, against a real quota.',
  )
  .option('--faces <number>', 'of a burst', readWhole, 60)
  .option('--tps <number>', 'searches a second; twice as many detections', readWhole, 10)
  .option('--runs <number>', 'bursts of each kind: a single one is a matter of luck', readWhole, 5)
  .option('--json', 'the rows as JSON on stdout')
  .action(check);

const facesPerPhoto = 4;
/** Each sandbox is a thread of this machine. */
const lambdaConcurrency = 8;
const detectFacesTps = (tps: number) => 2 * tps;
const fixedConditions = {
  design: 'turns' as const,
  bucketSeconds: 1,
  lambdaConcurrency,
  detectFacesTps,
};
const simulatedRuns = 200;

/** Full again, as at the beginning of each simulated burst. */
const refillMilliseconds = 1_100;

await runCommand(command);

async function check({ faces, tps, runs, json }: Options): Promise<void> {
  const workflow = await readWorkflow();
  const quotas = { searchTps: tps, detectFacesTps: detectFacesTps(tps) };
  const cloud = await startBurstCloud({ facesPerPhoto, lambdaConcurrency, ...quotas });
  try {
    await cloud.execute(2 * lambdaConcurrency); // Starts every sandbox.
    await cloud.limit();
    const bursts = (['at once', 'reprocess'] as const).map((from) => ({ faces, facesPerPhoto, tps, from }));
    const observed: ObservedBurst[][] = [];
    for (const burst of bursts) observed.push(await observe(cloud, burst, runs));
    const conditions = { ...fixedConditions, workflow, seconds: durationsOf(cloud) };
    report(
      bursts.flatMap((burst, index) => compare(burst, conditions, observed[index]!)),
      { json },
    );
  } finally {
    await cloud.close();
  }
}

async function observe(cloud: BurstCloud, burst: Burst, runs: number): Promise<ObservedBurst[]> {
  const photos = Math.ceil(burst.faces / facesPerPhoto);
  const observed: ObservedBurst[] = [];
  for (let run = 0; run < runs; run += 1) {
    await sleep(refillMilliseconds);
    const histories =
      burst.from === 'reprocess'
        ? cloud.execute(photos, executionsAtOnce(burst, fixedConditions.design))
        : cloud.upload(photos);
    observed.push(observeBurst(await histories));
  }
  return observed;
}

/** A row per figure: `spread` is the standard deviation of one simulated burst, `ratio` is measured ÷ model. */
function compare(burst: Burst, conditions: Conditions, observed: readonly ObservedBurst[]) {
  const simulated = Array.from({ length: simulatedRuns }, (_, seed) =>
    simulateBurst(burst, conditions, seed),
  );
  return (['drainSeconds', 'retries', 'throttledCalls', 'lost'] as const).map((figure) => {
    const model = mean(simulated.map((tally) => tally[figure]));
    const variance = mean(simulated.map((tally) => (tally[figure] - model) ** 2));
    const measured = mean(observed.map((tally) => tally[figure]));
    return {
      ...burst,
      figure,
      model: rounded(model, 1),
      spread: rounded(Math.sqrt(variance), 1),
      measured: rounded(measured, 1),
      ratio: rounded(measured === model ? 1 : measured / model, 2),
    };
  });
}

/** How long the Lambdas take here: the model foretells what the quota makes of it. */
function durationsOf(cloud: BurstCloud): Durations {
  return {
    transition: 0.002,
    beforeDetectFaces: cloud.meanSeconds('DetectFaces'),
    beforeSearch: cloud.meanSeconds('CropAndSearch'),
    call: 0,
    refusal: 0,
    recordMatches: cloud.meanSeconds('RecordMatches'),
    notice: 0,
    dequeue: 0,
  };
}

function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}
