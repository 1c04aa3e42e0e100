import { uploadStarter } from '../../lambdas/functions.ts';
import { prices } from '../../operations/prices.ts';
import { rounded } from '../report.ts';
import { type Burst, type Conditions, isBounded } from './conditions.ts';
import { simulateBurst } from './simulate-burst.ts';
import type { Tally } from './world.ts';

/** One burst as the table shows it: means over the runs, but for `lost`, which is the worst of them. */
export interface BurstRow extends Burst {
  readonly bounded: boolean;
  readonly drainSeconds: number;
  /** Faces ÷ TPS. */
  readonly floorSeconds: number;
  /** Searches answered ÷ those that the quota refills while draining; the full bucket at the start comes on top. */
  readonly quotaUsed: number;
  readonly lost: number;
  /** Rekognition calls that the quota refused. */
  readonly throttledCalls: number;
  readonly billedRetriesPerFace: number;
  /** Retries, the invocations that were refused, the Wait states that the design adds, and the time of the queue's starters. */
  readonly billedDollars: number;
}

const dollarsPerStarterSecond = (uploadStarter.memoryMB / 1024) * prices.lambdaGBSecond;

export function burstRow(burst: Burst, conditions: Conditions, seeds: readonly number[]): BurstRow {
  const tallies = seeds.map((seed) => simulateBurst(burst, conditions, seed));
  const mean = (figure: (tally: Tally) => number) =>
    tallies.reduce((sum, tally) => sum + figure(tally), 0) / tallies.length;
  return {
    ...burst,
    bounded: isBounded(burst),
    drainSeconds: rounded(
      mean(({ drainSeconds }) => drainSeconds),
      1,
    ),
    floorSeconds: burst.faces / burst.tps,
    quotaUsed: rounded(
      mean(({ searched, drainSeconds }) => searched / burst.tps / drainSeconds),
      2,
    ),
    lost: Math.max(...tallies.map(({ lost }) => lost)),
    throttledCalls: Math.round(mean(({ throttledCalls }) => throttledCalls)),
    billedRetriesPerFace: rounded(mean(({ retries }) => retries) / burst.faces, 2),
    billedDollars: rounded(
      mean(
        ({ retries, refusedDollars, waits, starterSeconds }) =>
          (retries + waits) * prices.stateTransition +
          refusedDollars +
          starterSeconds * dollarsPerStarterSecond,
      ),
      4,
    ),
  };
}
