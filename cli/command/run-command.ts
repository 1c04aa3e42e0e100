import { type Command, CommanderError } from 'commander';
import { UsageError } from '../../operations/usage-error.ts';
import { printable } from '../terminal/printable.ts';

export const exitCodes = { failed: 1, badUsage: 2, interrupted: 130, brokenPipe: 141 } as const;

/** Runs the command of this process to its end, as `runWith` does. */
export async function runCommand(command: Command): Promise<void> {
  process.on('uncaughtException', (error) => process.exit(report(error)));
  // The reader of a pipe has gone, as in `npm run -s match -- --json | head -1`: nobody is left to tell.
  process.stdout.on('error', () => process.exit(exitCodes.brokenPipe));
  await runWith(command, process.argv.slice(2));
}

/**
 * Runs a command with these arguments and sets the process's exit code. An error becomes one line on stderr; its
 * stack is shown only with MATCH_FACES_DEBUG=1.
 */
export async function runWith(command: Command, args: readonly string[]): Promise<void> {
  for (const each of [command, ...command.commands]) {
    // What a message repeats of the arguments must not write to the terminal as it likes.
    each.configureOutput({ outputError: (text, write) => write(`${printable(text).trim()}\n`) });
  }
  try {
    await command.exitOverride().parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return reportOfCommander(error);
  process.stderr.write(`error: ${explain(error)}\n`);
  return error instanceof UsageError ? exitCodes.badUsage : exitCodes.failed;
}

/** Commander has written its message itself; help is no failure when it was asked for. */
function reportOfCommander({ code, exitCode }: CommanderError): number {
  if (exitCode === 0) return 0;
  if (code === 'commander.help') process.stderr.write('error: Expected one of these commands, got none\n');
  return exitCodes.badUsage;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (process.env.MATCH_FACES_DEBUG === '1') return error.stack ?? error.message;
  const isPlain = error instanceof UsageError || error.name === 'Error';
  return (isPlain ? error.message : `${error.name}: ${error.message}`).split(/\s+/).map(printable).join(' ');
}
