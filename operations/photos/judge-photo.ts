import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { judgeFormat } from '../../lambdas/detect-faces/format/judge-format.ts';
import { howToConvert, type Judgement, tellRefused } from '../../lambdas/detect-faces/format/judgement.ts';
import { inMemory } from '../../lambdas/detect-faces/format/read-at.ts';

export { howToConvert, type Judgement, tellRefused };

/** Judges a photo as the workflow does; undefined for no image. */
export const judgePhoto = (bytes: Buffer): Judgement | undefined => judgeFormat(inMemory(bytes));

/** The same of a file, of which only what tells is read. Throws what opening or reading it threw. */
export function judgeFile(file: string): Judgement | undefined {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    return judgeFormat((at, length) => {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
      return bytes.subarray(0, bytes.length && readSync(handle, bytes, 0, bytes.length, at));
    });
  } finally {
    closeSync(handle);
  }
}
