import type { Process } from './simulation.ts';
import { runTask } from './task.ts';
import type { World } from './world.ts';

/** One photo on its way through the workflow. Every face of it ends once: searched or lost. */
export function* execution(world: World, faces: number): Process {
  const { simulation, seconds, detectFaces, facesAtOnce, timeoutSeconds, tally } = world;
  tally.executions += 1;
  const deadline = simulation.now + timeoutSeconds;
  if (!(yield* runTask(world, detectFaces, deadline))) {
    endFaces(world, 'lost', faces);
    return;
  }
  yield* awaitTurn(world, faces);
  yield seconds('transition');
  const searches = Array.from({ length: faces }, () => searchFace(world, deadline));
  yield* simulation.together(searches, facesAtOnce);
  yield seconds('recordMatches');
}

function* searchFace(world: World, deadline: number): Process {
  const answered = yield* runTask(world, world.cropAndSearch, deadline);
  endFaces(world, answered ? 'searched' : 'lost', 1);
}

/** A Wait state knows whole seconds only, and cuts off the rest. */
function* awaitTurn({ turns, simulation, seconds, tally, phase }: World, faces: number): Process {
  if (!turns) return;
  tally.waits += 1;
  const turn = Math.floor(turns.take(faces, simulation.now) + phase) - phase;
  if (turn > simulation.now) yield turn - simulation.now;
  yield seconds('transition');
}

function endFaces({ simulation, tally }: World, end: 'searched' | 'lost', faces: number): void {
  tally[end] += faces;
  tally.drainSeconds = simulation.now;
}
