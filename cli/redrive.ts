import { Command } from 'commander';
import { connect, refuseBorrowed, type Target } from '../operations/connect.ts';
import { plural } from '../operations/match/totals.ts';
import { type Judged, judgeAll } from '../operations/redrive/judge.ts';
import { findNamed, listCandidates } from '../operations/redrive/list-candidates.ts';
import { redriveExecutions } from '../operations/redrive/redrive-executions.ts';
import { interruptSignal } from './command/interrupt.ts';
import { readConcurrency } from './command/option-values.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { existingTarget, type GivenTargetOptions, withTargetOptions } from './command/target-options.ts';
import { nothingToRedrive, RedriveSummary, tellExecution } from './redrive/summary.ts';
import { type StatusLine, statusLine } from './terminal/status-line.ts';

interface Options extends GivenTargetOptions {
  readonly dryRun?: boolean;
  readonly concurrency?: number;
}

export const command = new Command('npm run redrive --')
  .description(
    'Redrives executions that failed, timed out or were aborted in the last 14 days: each goes on where it stopped, and only its unfinished faces run again. For those that a redrive cannot mend, it tells the command that does.',
  )
  .argument('[names...]', 'names of executions; without any, all that can be redriven')
  .option('--dry-run', 'only tell what would be done about each')
  .option('--concurrency <executions>', 'how many executions are open at once', readConcurrency)
  .action(redrive);
withTargetOptions(command).addHelpText(
  'after',
  '\nExit code: 0 when every redriven execution succeeded, 1 when any failed again or could not be redriven, 2 on bad usage.',
);

async function redrive(names: readonly string[], options: Options): Promise<void> {
  const where = existingTarget(options);
  const signal = interruptSignal();
  const line = statusLine();
  line.show(where.aws ? 'Connecting to AWS' : 'Connecting to the local cloud');
  const target = await connect(where);
  try {
    refuseBorrowed(target);
    const executionArns = names.length > 0 ? await findNamed(target, names) : await listCandidates(target);
    const judged = judgeAll(target, executionArns);
    if (options.dryRun && executionArns.length === 0) process.stdout.write(`${nothingToRedrive}\n`);
    else if (options.dryRun) await tellVerdicts(judged, signal);
    else await run(target, judged, { options, total: executionArns.length, signal, line });
    if (signal.aborted) process.exitCode = exitCodes.interrupted;
  } finally {
    line.end();
    await target.close();
  }
}

async function tellVerdicts(executions: AsyncIterable<Judged>, signal: AbortSignal): Promise<void> {
  for await (const judged of executions) {
    if (signal.aborted) return;
    process.stdout.write(`${tellExecution(judged.verdict, judged)}\n`);
  }
}

interface Run {
  readonly options: Options;
  readonly total: number;
  readonly signal: AbortSignal;
  readonly line: StatusLine;
}

async function run(
  target: Target,
  executions: AsyncIterable<Judged>,
  { options, total, signal, line }: Run,
): Promise<void> {
  const summary = new RedriveSummary();
  const leftRunning = await redriveExecutions(target, executions, {
    concurrency: options.concurrency,
    signal,
    onEnd: (redriven) => {
      summary.add(redriven);
      const { ending } = redriven;
      if (ending === 'failed again' || ending === 'not redrivable') line.say(tellExecution(ending, redriven));
      line.show(`${summary.total} of ${plural(total, 'execution')}`);
    },
  });
  line.end();
  if (leftRunning > 0) line.say(`Left running: ${plural(leftRunning, 'execution')}`);
  process.stdout.write(`${summary.describe(target.options)}\n`);
  if (summary.count('failed again') + summary.count('not redrivable') > 0)
    process.exitCode = exitCodes.failed;
}

if (import.meta.main) await runCommand(command);
