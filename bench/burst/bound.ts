import { openAtOnce } from '../../lambdas/select-photos/bounds.ts';
import type { Burst, Design } from './conditions.ts';

/** As in 0.1.0: an execution lasts about two seconds when nothing throttles it, and more open ones are throttled. */
const secondsHeldOpenByRetries = 2;

/** Executions that a run of many photos holds open. */
export function executionsAtOnce({ tps, facesPerPhoto }: Burst, design: Design): number {
  if (design === 'turns') return openAtOnce({ photos: 1, knownFaces: facesPerPhoto, unknownPhotos: 0 }, tps);
  const faces = Math.max(1, Math.ceil(tps * secondsHeldOpenByRetries));
  return Math.floor(faces / Math.min(facesPerPhoto, faces));
}
