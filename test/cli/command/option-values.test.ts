import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBatchName, readConcurrency, readTps } from '../../../cli/command/option-values.ts';
import { newBatchName } from '../../../operations/reprocess/batch.ts';

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
