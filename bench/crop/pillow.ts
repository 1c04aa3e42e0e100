import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Rectangle } from '../../lambdas/shared/crop-geometry.ts';
import { median } from '../timing.ts';

const run = promisify(execFile);

/** Whether python3 has Pillow. */
export const hasPillow = (): Promise<boolean> =>
  run('python3', ['-c', 'import PIL']).then(
    () => true,
    () => false,
  );

/** CPU milliseconds of the same crop by Pillow, the median. */
export async function cropWithPillow(
  photo: Buffer,
  { left, top, width, height }: Rectangle,
  { folder, longestSide, runs }: { folder: string; longestSide: number; runs: number },
): Promise<number> {
  const path = join(folder, 'photo.jpg');
  await writeFile(path, photo);
  const script = join(import.meta.dirname, 'crop-with-pillow.py');
  const numbers = [left, top, width, height, longestSide, runs].map(String);
  const { stdout } = await run('python3', [script, path, ...numbers]);
  return median(JSON.parse(stdout) as number[]);
}
