import { createInterface } from 'node:readline/promises';
import { UsageError } from '../../operations/usage-error.ts';

/** Throws UsageError when a question would have nobody to answer it. */
export function checkCanAsk(yes: boolean | undefined): void {
  if (yes || process.stdin.isTTY) return;
  throw new UsageError('Expected --yes, because this is no terminal where the question could be answered');
}

/** Asks on the terminal; anything but yes is no, and so is Ctrl-C. */
export async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const left = new AbortController();
  for (const event of ['SIGINT', 'close'] as const) terminal.once(event, () => left.abort());
  try {
    const answer = await terminal.question(`${question} (y/N) `, { signal: left.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    process.stderr.write('\n');
    return false;
  } finally {
    terminal.close();
  }
}
