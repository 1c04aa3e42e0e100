import type { Burst } from './conditions.ts';

/** The rows of the table: Rekognition's two default quotas, each size of burst, all at once and bounded. */
export const bursts: readonly Burst[] = [50, 5].flatMap((tps) =>
  [100, 1_000, 10_000].flatMap((faces) => [false, true].map((bounded) => ({ faces, tps, bounded }))),
);
