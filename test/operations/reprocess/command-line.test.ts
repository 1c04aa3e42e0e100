import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine } from '../../../operations/reprocess/command-line.ts';

/** What a shell makes of a command, word by word. */
const wordsOf = (command: string) =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

test('a command that is told can be typed as it is, whatever the key', () => {
  const key = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(key, (text) => {
      const told = commandLine('reprocess', { batch: 'b', failed: true, aws: undefined }, [
        `photos-raw/${text}`,
      ]);
      expect(wordsOf(told)).toEqual([
        ...['npm', 'run', 'reprocess', '--', `photos-raw/${text}`, '--batch', 'b', '--failed'],
      ]);
    }),
    { numRuns: 50, examples: [["it's"], ['a b'], ['$(x)'], ['\n'], ['😀']] },
  );
});
