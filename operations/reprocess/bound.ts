import type { Target } from '../connect.ts';
import { type KnownPhoto, knownFaces } from './photo-records.ts';
import { defaultQuota } from './quota.ts';

/** How much may be open at once, and how much of it an execution takes. */
export interface Bound {
  readonly size: number;
  /** `faces` that are expected in the photo. */
  readonly shareOf: (faces: number) => number;
}

/**
 * By Little's law the faces that are open are those a second times the seconds that each is: an execution that
 * nothing throttles takes about a second and a half, and half a second more until its end is noticed. With less
 * open the quota idles, and with more the surplus is throttled and comes back later, for money.
 * `npm run bench:burst` shows both.
 */
const secondsHeldOpen = 2;

/** Of the local cloud, which has no quota: enough that its two workers never wait. */
const facesOnThisMachine = 16;

/**
 * Counted in faces: 25 family photos keep 50 searches a second busy, 25 crowds would be throttled. With
 * `concurrency`, in executions.
 */
export function boundOf(
  { kind, deployment }: Pick<Target, 'kind' | 'deployment'>,
  { concurrency, tps }: { concurrency?: number; tps?: number },
): Bound {
  if (concurrency !== undefined) return { size: concurrency, shareOf: () => 1 };
  const quota = tps ?? (kind === 'aws' ? defaultQuota(deployment.region).searchFacesByImage : undefined);
  const size = quota === undefined ? facesOnThisMachine : Math.max(1, Math.ceil(quota * secondsHeldOpen));
  // A photo without faces is open, too; one with more than all that may be is open alone.
  return { size, shareOf: (faces) => Math.min(Math.max(1, Math.round(faces)), size) };
}

/** Faces of a photo that nobody knows anything of. */
export const assumedFaces = 4;

/** Photos that the assumption counts for, once real ones are known. */
const weightOfAssumption = 10;

/** How many faces a photo will have: as many as its record says, else as many as those of this run had. */
export class ExpectedFaces {
  #photos = weightOfAssumption;
  #faces = weightOfAssumption * assumedFaces;

  of(photo: KnownPhoto): number {
    return knownFaces(photo) ?? this.#faces / this.#photos;
  }

  learn(faces: number): void {
    this.#photos += 1;
    this.#faces += faces;
  }
}
