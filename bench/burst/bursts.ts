import { type Burst, startedBy } from './conditions.ts';

/** The rows of the table: Rekognition's two default quotas, each size of burst, each way to start executions. */
export const bursts: readonly Burst[] = [50, 5].flatMap((tps) =>
  [100, 1_000, 10_000].flatMap((faces) => startedBy.map((by) => ({ faces, tps, by }))),
);
