import { styleText } from 'node:util';
import { Command } from 'commander';
import { projectCommand } from '../operations/command-line.ts';
import { connect, refuseBorrowed } from '../operations/connect.ts';
import { formatDuration } from '../operations/format-time.ts';
import { smokeTest } from '../operations/smoke/smoke-test.ts';
import { type Step, StepFailed } from '../operations/smoke/steps.ts';
import { interruptSignal } from './command/interrupt.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { type GivenTargetOptions, targetOptions, withTargetOptions } from './command/target-options.ts';
import { printable } from './terminal/printable.ts';

interface Options extends GivenTargetOptions {
  readonly keep?: boolean;
}

/** Milliseconds for the whole test; minutes go by only when throttled calls are tried again. */
const patience = 10 * 60_000;

/** Characters of the longest name of a step. */
const nameWidth = 8;

export const command = new Command('npm run smoke --')
  .description(
    'Sends one sample photo through the workflow, checks the execution, the record and the crops, and removes them again. It enrolls nobody, and touches no other photo.',
  )
  .option('--keep', 'leave the photo, its crops and its record where they are')
  .action(smoke);
withTargetOptions(command).addHelpText(
  'after',
  '\nExit code: 0 when all is well, 1 when a step failed, 2 on bad usage.',
);

async function smoke({ keep = false, ...given }: Options): Promise<void> {
  const options = targetOptions(given);
  const interrupted = interruptSignal();
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(patience)]);
  await using target = await connect(options);
  refuseBorrowed(target);
  try {
    const tell = (step: Step) => process.stdout.write(`${stepLine(step)}\n`);
    await smokeTest(target, { tell, signal, keep });
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    process.exitCode = interrupted.aborted ? exitCodes.interrupted : exitCodes.failed;
    process.stderr.write(
      `What may be wrong: ${projectCommand(options, 'doctor')}\nWhat happened: ${projectCommand(options, 'executions')}\n`,
    );
  }
}

/** `✔ crops     2 crops under s3://…  0.05 s` */
export function stepLine({ name, succeeded, told, milliseconds }: Step): string {
  const mark = succeeded ? styleText('green', '✔') : styleText('red', '✖');
  return `${mark} ${name.padEnd(nameWidth)}  ${printable(told)}  ${styleText('dim', formatDuration(milliseconds))}`;
}

if (import.meta.main) await runCommand(command);
