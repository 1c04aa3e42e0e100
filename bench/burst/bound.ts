import { boundAt } from '../../operations/reprocess/bound.ts';
import type { Burst, Design } from './conditions.ts';

/** As in 0.1.0: an execution lasts about two seconds when nothing throttles it, and more open ones are throttled. */
const secondsHeldOpenByRetries = 2;

/** Executions that reprocess holds open. */
export function executionsAtOnce({ tps, facesPerPhoto }: Burst, design: Design): number {
  const { size, shareOf } =
    design === 'turns' ? boundAt(tps) : byRetries(Math.max(1, Math.ceil(tps * secondsHeldOpenByRetries)));
  return Math.floor(size / shareOf(facesPerPhoto));
}

const byRetries = (size: number) => ({ size, shareOf: (faces: number) => Math.min(faces, size) });
