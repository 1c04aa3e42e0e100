import { uploadBatches } from '../../lambdas/functions.ts';
import { executionsAtOnce } from './bound.ts';
import type { Burst, Design, Source } from './conditions.ts';
import { execution } from './execution.ts';
import type { Process } from './simulation.ts';
import type { World } from './world.ts';

interface Photo {
  readonly faces: number;
  /** Seconds since the beginning. */
  readonly at: number;
}

const uploadsPerSecond: Readonly<Record<Source, number>> = {
  'at once': Number.POSITIVE_INFINITY,
  '20 a second': 20,
  reprocess: Number.POSITIVE_INFINITY,
};

/** Seconds that the photos of a burst take at least: to be searched, to be uploaded, and to be started. */
export function floorSeconds({ faces, facesPerPhoto, tps, from }: Burst, startsPerSecond: number): number {
  const photos = Math.ceil(faces / facesPerPhoto);
  return Math.max(faces / tps, photos / startsPerSecond, photos / uploadsPerSecond[from]);
}

/** Starts an execution for each photo of the burst, as the design does. */
export function startAll(world: World, burst: Burst, design: Design): void {
  const photos = photosOf(burst);
  const { simulation } = world;
  if (burst.from === 'reprocess') {
    const runs = photos.map(({ faces }) => noticedExecution(world, faces));
    simulation.start(simulation.together(runs, executionsAtOnce(burst, design)));
  } else if (design === 'retries') {
    for (const { faces, at } of photos) simulation.start(startLater(world, faces, at));
  } else {
    const waiting = [...photos];
    for (let lane = 0; lane < uploadBatches.atOnce; lane += 1) simulation.start(startMatch(world, waiting));
  }
}

/** The last one has what is left. */
function photosOf({ faces, facesPerPhoto, from }: Burst): Photo[] {
  return Array.from({ length: Math.ceil(faces / facesPerPhoto) }, (_, photo) => ({
    faces: Math.min(facesPerPhoto, faces - photo * facesPerPhoto),
    at: photo / uploadsPerSecond[from],
  }));
}

function* startLater(world: World, faces: number, at: number): Process {
  yield at;
  yield* execution(world, faces);
}

/** The next one starts when the end of this one is noticed. */
function* noticedExecution(world: World, faces: number): Process {
  yield* execution(world, faces);
  yield world.seconds('notice');
}

/** One of the batches that StartMatch has at the same time, one after the other. */
function* startMatch(world: World, waiting: Photo[]): Process {
  const { simulation, seconds, startsPerSecond } = world;
  while (waiting.length > 0) {
    const early = waiting[0]!.at - simulation.now;
    if (early > 0) {
      yield early;
      continue;
    }
    const arrived = waiting.findIndex(({ at }) => at > simulation.now);
    const batch = waiting.splice(0, Math.min(uploadBatches.size, arrived < 0 ? waiting.length : arrived));
    yield seconds('dequeue');
    for (const { faces } of batch) {
      simulation.start(execution(world, faces));
      yield uploadBatches.atOnce / startsPerSecond;
    }
  }
}
