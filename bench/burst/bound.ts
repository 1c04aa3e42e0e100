import type { Conditions, Design } from './conditions.ts';

/**
 * Seconds of the quota that are held open. An execution lasts about two when nothing throttles it: with less,
 * the quota idles; with more, the surplus is throttled, but for turns, where it waits without a call and makes
 * up for slow photos.
 */
const secondsHeldOpen: Readonly<Record<Design, number>> = { retries: 2, turns: 4 };

/** One detects its faces or is recorded while the other's are searched. */
const fewestOpen = 2;

/** The bound of reprocess and of the queue: as many executions open as have the faces that the quota answers in that time. */
export const executionsAtOnce = (
  tps: number,
  { design, facesPerPhoto }: Pick<Conditions, 'design' | 'facesPerPhoto'>,
): number => Math.max(fewestOpen, Math.ceil((tps * secondsHeldOpen[design]) / facesPerPhoto));
