import { Command } from 'commander';
import { runCommand } from '../cli/command/run-command.ts';
import { bursts } from './burst/bursts.ts';
import type { Burst, Conditions } from './burst/conditions.ts';
import { type ConditionOptions, conditionsOf, withConditionOptions, withRetry } from './burst/options.ts';
import { simulateBurst } from './burst/simulate-burst.ts';
import { readWorkflow } from './burst/workflow.ts';
import type { Tally } from './burst/world.ts';
import { report, rounded } from './report.ts';

/** What one set of numbers for the retries of throttles leads to, over all bursts. */
interface CandidateRow {
  readonly intervalSeconds: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  /** With fewer attempts than this a face is lost. */
  readonly attemptsNeeded: number;
  /** In the history of an execution with 100 faces that are all retried so often; 25,000 at most. */
  readonly eventsOf100Faces: number;
  /** Of the quota, in the burst that uses it least. */
  readonly leastQuotaUsed: number;
  readonly retriesPerFace: number;
  /** The same two when reprocess bounds the executions. */
  readonly leastQuotaUsedBounded: number;
  readonly retriesPerFaceBounded: number;
}

const candidates = [1, 2, 5].flatMap((IntervalSeconds) =>
  [1.5, 2, 3].flatMap((BackoffRate) =>
    [60, 120, 300, 600].map((MaxDelaySeconds) => ({ IntervalSeconds, BackoffRate, MaxDelaySeconds })),
  ),
);
type Candidate = (typeof candidates)[number];

const command = new Command('node bench/burst-search.ts')
  .description(
    'Compares numbers for the retries of throttles by the model of npm run bench:burst, with attempts without end: how many each set needs, how much of the quota it uses, and how many retries it takes.',
  )
  .option('--json', 'the rows as JSON on stdout')
  .action(search);
withConditionOptions(command);

await runCommand(command);

async function search({ json, ...options }: ConditionOptions & { json?: boolean }): Promise<void> {
  const conditions = conditionsOf(await readWorkflow(), options);
  const rows = candidates.map((candidate) => candidateRow(candidate, conditions));
  report(rows, { json });
}

function candidateRow(candidate: Candidate, conditions: Conditions): CandidateRow {
  const endless = { ...candidate, MaxAttempts: Number.POSITIVE_INFINITY };
  const workflow = { ...withRetry(conditions.workflow, endless), timeoutSeconds: Number.POSITIVE_INFINITY };
  const runs = bursts.map((burst) => ({ burst, ...simulateBurst(burst, { ...conditions, workflow }, 1) }));
  const attemptsNeeded = Math.max(...runs.map(({ mostRetries }) => mostRetries));
  const atOnce = summary(runs.filter(({ burst }) => burst.by === 'uploads'));
  const bounded = summary(runs.filter(({ burst }) => burst.by === 'reprocess'));
  return {
    intervalSeconds: candidate.IntervalSeconds,
    backoffRate: candidate.BackoffRate,
    maxDelaySeconds: candidate.MaxDelaySeconds,
    attemptsNeeded,
    eventsOf100Faces: historyEvents(100, attemptsNeeded),
    ...atOnce,
    leastQuotaUsedBounded: bounded.leastQuotaUsed,
    retriesPerFaceBounded: bounded.retriesPerFace,
  };
}

function summary(runs: readonly (Tally & { burst: Burst })[]) {
  const used = runs.map(({ burst, searched, drainSeconds }) => searched / burst.tps / drainSeconds);
  const sum = (figure: (run: Tally) => number) => runs.reduce((total, run) => total + figure(run), 0);
  return {
    leastQuotaUsed: rounded(Math.min(...used), 2),
    retriesPerFace: rounded(sum(({ retries }) => retries) / sum(({ searched }) => searched), 2),
  };
}

/** Counted in the local cloud: 20 for the execution, 13 for a face without a match, 3 for a retry. */
function historyEvents(faces: number, retries: number): number {
  return 20 + faces * (13 + 3 * retries);
}
