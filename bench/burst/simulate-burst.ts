import { executionsAtOnce } from './bound.ts';
import { type Burst, type Conditions, isBounded } from './conditions.ts';
import { execution } from './execution.ts';
import type { Process } from './simulation.ts';
import { starter } from './starter.ts';
import { createWorld, type Tally, type World } from './world.ts';

/** Lets the burst drain. The same seed gives the same result. */
export function simulateBurst(burst: Burst, conditions: Conditions, seed: number): Tally {
  const world = createWorld(burst, conditions, seed);
  const { simulation, tally } = world;
  const photos = facesOfPhotos(burst.faces, conditions.facesPerPhoto);
  const run = { uploads: execution, queue: starter, reprocess: noticedExecution }[burst.by];
  const atOnce = isBounded(burst) ? executionsAtOnce(burst.tps, conditions) : undefined;
  simulation.start(
    simulation.together(
      photos.map((faces) => run(world, faces)),
      atOnce,
    ),
  );
  simulation.run();
  return tally;
}

/** The next one starts when the end of this one is noticed. */
function* noticedExecution(world: World, faces: number): Process {
  yield* execution(world, faces);
  yield world.seconds('notice');
}

/** How many faces each photo shows; the last one has what is left. */
function facesOfPhotos(faces: number, facesPerPhoto: number): number[] {
  const photos = Math.ceil(faces / facesPerPhoto);
  return Array.from({ length: photos }, (_, photo) => Math.min(facesPerPhoto, faces - photo * facesPerPhoto));
}
