import { type Command, CommanderError } from 'commander';
import { UsageError } from './usage-error.ts';

export const exitCodes = { failed: 1, badUsage: 2, interrupted: 130, brokenPipe: 141 } as const;

/**
 * Runs a command to its end and sets the process's exit code. An error becomes one line on stderr; its stack
 * is shown only with MATCH_FACES_DEBUG=1.
 */
export async function runCommand(command: Command): Promise<void> {
  process.on('uncaughtException', (error) => process.exit(report(error)));
  // The reader of a pipe has gone, as in `npm run -s match -- --json | head -1`: nobody is left to tell.
  process.stdout.on('error', () => process.exit(exitCodes.brokenPipe));
  try {
    await command.exitOverride().parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  // Commander has written its message itself; help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.badUsage;
  process.stderr.write(`error: ${explain(error)}\n`);
  return error instanceof UsageError ? exitCodes.badUsage : exitCodes.failed;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (process.env.MATCH_FACES_DEBUG === '1') return error.stack ?? error.message;
  const isPlain = error instanceof UsageError || error.name === 'Error';
  return (isPlain ? error.message : `${error.name}: ${error.message}`).replaceAll(/\s+/g, ' ');
}
