import { prices } from '../../statemachine/prices.ts';
import { rounded } from '../report.ts';
import { floorSeconds } from './arrivals.ts';
import type { Burst, Conditions } from './conditions.ts';
import { dollarsOfPace } from './pace-dollars.ts';
import { simulateBurst } from './simulate-burst.ts';
import { createWorld, type Tally } from './world.ts';

/** One burst as the table shows it: means over the runs, but for `lost`, which is the worst of them. */
export interface BurstRow extends Burst {
  readonly drainSeconds: number;
  /** What the quota, the starts and the uploads themselves take at least. */
  readonly floorSeconds: number;
  /** Searches answered ÷ those that the quota refills while draining; the full bucket at the start comes on top. */
  readonly quotaUsed: number;
  readonly lost: number;
  /** Rekognition calls that the quota refused. */
  readonly throttledCalls: number;
  readonly billedRetriesPerFace: number;
  /** The transitions of retries, and the invocations that were refused. */
  readonly retryDollars: number;
  /** What keeps photos from being refused: their Wait states, reservations, queue and starter. */
  readonly paceDollars: number;
}

export function burstRow(burst: Burst, conditions: Conditions, seeds: readonly number[]): BurstRow {
  const tallies = seeds.map((seed) => simulateBurst(burst, conditions, seed));
  const mean = (figure: (tally: Tally) => number, decimals: number) =>
    rounded(tallies.reduce((sum, tally) => sum + figure(tally), 0) / tallies.length, decimals);
  const { startsPerSecond } = createWorld(burst, conditions, seeds[0]!);
  return {
    ...burst,
    drainSeconds: mean(({ drainSeconds }) => drainSeconds, 1),
    floorSeconds: rounded(floorSeconds(burst, startsPerSecond), 1),
    quotaUsed: mean(({ searched, drainSeconds }) => searched / burst.tps / drainSeconds, 2),
    lost: Math.max(...tallies.map(({ lost }) => lost)),
    throttledCalls: mean(({ throttledCalls }) => throttledCalls, 0),
    billedRetriesPerFace: mean(({ retries }) => retries / burst.faces, 2),
    retryDollars: mean(({ retries, refusedDollars }) => retries * prices.stateTransition + refusedDollars, 4),
    paceDollars: mean(
      (tally) => dollarsOfPace(tally, { queued: burst.from !== 'reprocess', startsPerSecond }),
      4,
    ),
  };
}
