import { assumedFaces, type FaceCensus } from '../../statemachine/estimate.ts';
import { detectionsBeside, startsWithin } from '../../statemachine/rekognition-quotas.ts';
import type { ReprocessInput } from '../../statemachine/reprocess-payloads.ts';

/**
 * By Little's law the faces that are open are those a second times the seconds that each is: an execution that need
 * not wait takes about two seconds with its start and end. With twice as much open the clock always has somebody waiting
 * for their turn, and the quota never idles; who waits costs nothing, and an upload waits for no more than that.
 * `npm run bench:burst` shows it.
 */
const secondsHeldOpen = 4;

/** An execution whose photo has no faces takes about so long, and a detection, of which the quota is another. */
const secondsWithoutFaces = 2;

/** While the faces of one photo are searched, another one's are found. */
const fewestPhotos = 2;

/** Where there is no quota, as on one machine: enough that its workers never wait. */
const photosWithoutQuota = 8;

/** Photos open at once that keep so many searches a second busy, by the faces that they have on average. */
export function openAtOnce(
  { photos, knownFaces, unknownPhotos }: FaceCensus,
  searchesPerSecond: number | undefined,
): number {
  if (searchesPerSecond === undefined) return photosWithoutQuota;
  const faces = (knownFaces + unknownPhotos * assumedFaces) / Math.max(1, photos);
  const bySearches = (searchesPerSecond * secondsHeldOpen) / faces;
  const byDetections = startsWithin(detectionsBeside(searchesPerSecond)) * secondsWithoutFaces;
  return Math.max(fewestPhotos, Math.floor(Math.min(bySearches, byDetections)));
}

/** An archive has bad photos: so many of a hundred, and in a small one some more. */
const badPhotos = { percent: 2, atLeast: 20 };

/**
 * Red photos that do not stop a run. What concerns every photo is past that in a minute. Photos that are known to be
 * bad may all be so again.
 */
export const toleratedFailures = (photos: number, { failed }: Pick<ReprocessInput, 'failed'>): number =>
  failed ? photos : Math.max(badPhotos.atLeast, Math.ceil((photos * badPhotos.percent) / 100));
