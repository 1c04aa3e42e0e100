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
 * Milliseconds of this process's CPUs, all threads together; with `--expose-gc` without freeing what was left from
 * before.
 */
export async function cpuTimed(run: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
