import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  readBatchName,
  readConcurrency,
  readTolerated,
  readTps,
} from '../../../cli/command/option-values.ts';
import { newRunName } from '../../../operations/reprocess/run.ts';
import { batchOf } from '../../../statemachine/execution-name.ts';

test.each([readBatchName, readConcurrency, readTps, readTolerated])(
  'the argument that %o reads is taken or refused in words, whatever it is',
  (read) => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.constant('1e400')), (given) => {
        try {
          const value = read(given);
          if (typeof value === 'number') {
            expect(value > 0 || (value === 0 && read === readTolerated)).toBe(true);
            expect(Number.isFinite(value)).toBe(true);
          } else expect(value).toMatch(/^[\w-]{1,80}$/);
        } catch (error) {
          expect((error as Error).message).toMatch(/^Expected /);
        }
      }),
    );
  },
);

test('runs that begin in the same second have different names, which --batch takes, and executions whole', () => {
  const names = Array.from({ length: 20 }, () => newRunName(new Date('2026-11-23T22:15:30Z')));
  expect(new Set(names).size).toBeGreaterThan(1);
  for (const name of names) {
    expect(batchOf(readBatchName(name))).toBe(name);
    expect(name).toMatch(/^1123-221530-[0-9a-z]{2}$/);
  }
});
