import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newBatchName, readBatchName } from '../../operations/reprocess/batch.ts';
import { readConcurrency } from '../../operations/reprocess/bound.ts';
import { commandLine } from '../../operations/reprocess/command-line.ts';
import { readTps } from '../../operations/reprocess/quota.ts';
import { whySkipped } from '../../operations/reprocess/why-skipped.ts';

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

test.each([readBatchName, readConcurrency, readTps])(
  'the argument that %o reads is taken or refused in words, whatever it is',
  (read) => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.constant('1e400')), (given) => {
        try {
          const value = read(given);
          if (typeof value === 'number') expect(value > 0 && Number.isFinite(value)).toBe(true);
          else expect(value).toMatch(/^[\w-]{1,59}$/);
        } catch (error) {
          expect((error as Error).message).toMatch(/^Expected /);
        }
      }),
    );
  },
);

test('batches that begin in the same second have different names, which --batch takes', () => {
  const names = Array.from({ length: 20 }, () => newBatchName(new Date('2026-11-23T22:15:30Z')));
  expect(new Set(names).size).toBeGreaterThan(1);
  for (const name of names) expect(readBatchName(name)).toMatch(/^20261123-221530-[0-9a-f]{4}$/);
});

test.each([
  ['photos-raw/2024/', 0, 'folder placeholder'],
  ['photos-raw/empty.jpg', 0, 'folder placeholder'],
  ['photos-raw/a.MP4', 5, 'no photo'],
  ['photos-raw/.DS_Store', 5, 'no photo'],
  ['photos-raw/a.jpg', 5, undefined],
  ['photos-raw/IMG_0001', 5, undefined],
  ['photos-raw/a.dng', 5, undefined],
  ['photos-raw/a.txt.jpg', undefined, undefined],
])('%s of %s bytes is skipped as: %s', (key, size, reason) => {
  expect(whySkipped(key, size)).toBe(reason);
});
