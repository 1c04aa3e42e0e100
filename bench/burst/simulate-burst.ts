import { startAll } from './arrivals.ts';
import type { Burst, Conditions } from './conditions.ts';
import { createWorld, type Tally } from './world.ts';

/** Lets the burst drain. The same seed gives the same result. */
export function simulateBurst(burst: Burst, conditions: Conditions, seed: number): Tally {
  const world = createWorld(burst, conditions, seed);
  startAll(world, burst, conditions.design);
  world.simulation.run();
  return world.tally;
}
