import { defaultQuota } from '../../statemachine/rekognition-quotas.ts';
import type { Target } from '../connect.ts';
import { type KnownPhoto, knownFaces } from './photo-records.ts';

/** How much may be open at once, and how much of it an execution takes. */
export interface Bound {
  readonly size: number;
  /** `faces` that are expected in the photo. */
  readonly shareOf: (faces: number) => number;
}

/**
 * By Little's law the faces that are open are those a second times the seconds that each is: an execution that need
 * not wait takes about a second and a half, and half a second more until its end is noticed. With twice as much open
 * the clock always has somebody waiting for their turn, and the quota never idles; who waits costs nothing.
 * `npm run bench:burst` shows it.
 */
const secondsHeldOpen = 4;

/** While the faces of one photo are searched, another one's are found. */
const fewestPhotos = 2;

/** Of the local cloud, which has no quota: enough that its two workers never wait. */
const facesOnThisMachine = 16;

/** Of what searches so many faces a second. */
export const boundAt = (tps: number): Bound =>
  boundOfFaces(Math.max(fewestPhotos, Math.ceil(tps * secondsHeldOpen)));

const boundOfFaces = (size: number): Bound => ({
  size,
  // A photo without faces is open, too.
  shareOf: (faces) => Math.min(Math.max(1, Math.round(faces)), Math.floor(size / fewestPhotos)),
});

/**
 * Counted in faces: 50 family photos keep 50 searches a second busy, 50 crowds would wait for minutes. With
 * `concurrency`, in executions.
 */
export function boundOf(
  { kind, deployment }: Pick<Target, 'kind' | 'deployment'>,
  { concurrency, tps }: { concurrency?: number; tps?: number },
): Bound {
  if (concurrency !== undefined) return { size: concurrency, shareOf: () => 1 };
  const quota = tps ?? (kind === 'aws' ? defaultQuota(deployment.region).searchFacesByImage : undefined);
  return quota === undefined ? boundOfFaces(facesOnThisMachine) : boundAt(quota);
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
