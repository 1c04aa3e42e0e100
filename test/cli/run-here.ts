import type { Command } from 'commander';
import { vi } from 'vitest';
import { runWith } from '../../cli/command/run-command.ts';

/** Runs a command in this process, where its modules can be mocked; what it writes to both streams is its output. */
export async function runHere(command: Command, args: readonly string[]) {
  let output = '';
  const writes = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      output += text;
      return true;
    }),
  );
  process.exitCode = 0;
  await runWith(command, args);
  const code = process.exitCode;
  process.exitCode = 0;
  for (const write of writes) write.mockRestore();
  return { code, output };
}
