import { setTimeout } from 'node:timers/promises';

/** Milliseconds. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

export const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!;

/** An option's list of numbers, with commas between. */
export const numbers = (list: string): number[] => list.split(',').map(Number);

/**
 * Milliseconds of this process's CPUs, all threads together, until they are idle: sharp's go on freeing pixels after it
 * has answered. With `--expose-gc` without freeing what was left from before.
 */
export async function cpuTimed(run: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  const before = await idleCpu();
  await run();
  return (await idleCpu()) - before;
}

/** CPU milliseconds of this process, once they stop growing. */
async function idleCpu(): Promise<number> {
  for (let last = Number.NEGATIVE_INFINITY; ; ) {
    const { user, system } = process.cpuUsage();
    const now = (user + system) / 1000;
    if (now - last < 1) return now;
    last = now;
    await setTimeout(20);
  }
}
