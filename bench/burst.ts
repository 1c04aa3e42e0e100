import { Command } from 'commander';
import { runCommand } from '../cli/command/run-command.ts';
import type { Conditions } from './burst/conditions.ts';
import { bursts } from './burst/conditions.ts';
import {
  type ConditionOptions,
  conditionsOf,
  readRetry,
  readWhole,
  withConditionOptions,
} from './burst/options.ts';
import { burstRow } from './burst/row.ts';
import { readWorkflow } from './burst/workflow.ts';
import { report } from './report.ts';

interface Options extends ConditionOptions {
  readonly seed: number;
  readonly runs: number;
  readonly json?: boolean;
}

const command = new Command('npm run bench:burst --')
  .description(
    "Simulates bursts of faces against Rekognition's quota: how long they take to drain, which faces are lost, and what the retries cost. The numbers of the retries are the state machine's own.",
  )
  .option('--seed <number>', 'of the first run; the same seed gives the same figures', readWhole, 1)
  .option('--runs <number>', 'runs of each burst, with a seed each', readWhole, 3)
  .option(
    '--retry <numbers>',
    "IntervalSeconds,BackoffRate,MaxDelaySeconds,MaxAttempts (default: the definition's)",
    readRetry,
  )
  .option('--json', 'the rows as JSON on stdout')
  .action(simulate);
withConditionOptions(command);

await runCommand(command);

async function simulate({ seed, runs, json, ...options }: Options): Promise<void> {
  const conditions = conditionsOf(await readWorkflow(), options);
  const seeds = Array.from({ length: runs }, (_, run) => seed + run);
  const rows = bursts.map((burst) => burstRow(burst, conditions, seeds));
  report(rows, { json, notes: describe(conditions) });
}

function describe({ design, workflow, bucketSeconds, seconds }: Conditions): string[] {
  const { IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts } = workflow.retriers.CropAndSearch;
  return [
    '',
    `Design: ${design}. Retries: after ${IntervalSeconds} s, × ${BackoffRate} up to ${MaxDelaySeconds} s, ${MaxAttempts} times.`,
    'Retries: the transition of each, and the invocation that was refused, with its time and its reads of S3.',
    'Pace: the Wait state of each photo, its reservations, its queue and its starter.',
    `Assumed: ${bucketSeconds} s of the quota at once, ${seconds.call} s a call, ${seconds.beforeSearch} s before it.`,
  ];
}
