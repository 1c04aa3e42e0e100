import { Command } from 'commander';
import { refuseBorrowed } from '../operations/connect/refuse-borrowed.ts';
import { connect } from '../operations/connect.ts';
import { projectCommand } from '../operations/doctor/mending-command.ts';
import { smokeTest } from '../operations/smoke/smoke-test.ts';
import { StepFailed, Steps } from '../operations/smoke/steps.ts';
import { interruptSignal } from './command/interrupt.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { type GivenTargetOptions, targetOptions, withTargetOptions } from './command/target-options.ts';

interface Options extends GivenTargetOptions {
  readonly keep?: boolean;
}

/** Milliseconds for the whole test; minutes go by only when throttled calls are tried again. */
const patience = 10 * 60_000;

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

if (import.meta.main) await runCommand(command);

async function smoke({ keep = false, ...given }: Options): Promise<void> {
  const options = targetOptions(given);
  const interrupted = interruptSignal();
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(patience)]);
  const steps = new Steps((line) => process.stdout.write(`${line}\n`));
  const target = await connect(options);
  try {
    refuseBorrowed(target);
    await smokeTest(target, { steps, signal, keep });
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    process.exitCode = interrupted.aborted ? exitCodes.interrupted : exitCodes.failed;
    process.stderr.write(
      `What may be wrong: ${projectCommand(options, 'doctor')}\nWhat happened: ${projectCommand(options, 'executions')}\n`,
    );
  } finally {
    await target.close();
  }
}
