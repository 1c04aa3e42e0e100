import { lookPauses, patienceSeconds } from '../../lambdas/start-execution/look-pauses.ts';
import { execution } from './execution.ts';
import type { Process } from './simulation.ts';
import type { World } from './world.ts';

/** Between two looks that are refused, on the average: the SDK's own attempts. */
const secondsAfterRefusal = 0.5;

/**
 * The Lambda that starts the execution of an upload out of the queue. It holds a place in the queue's bound until
 * it sees the execution ended, or has looked long enough.
 */
export function* starter(world: World, faces: number): Process {
  const { simulation, seconds, vary, looks, tally } = world;
  const begin = simulation.now;
  yield seconds('dequeue');
  let ended = false;
  simulation.start(execution(world, faces), () => {
    ended = true;
  });
  for (const pause of lookPauses()) {
    yield pause;
    while (!looks.take(simulation.now)) yield vary(secondsAfterRefusal);
    if (ended || simulation.now - begin > patienceSeconds) break;
  }
  tally.starterSeconds += simulation.now - begin;
}
