import { callFor, later } from './call-for.ts';
import { decide } from './decide.ts';
import type { Lease } from './lease.ts';
import { lookAt } from './look-at.ts';
import { pacer } from './pacer.ts';
import { Staging } from './staging.ts';
import type { Answer, WaitingFace } from './waiting-faces.ts';
import type { Work } from './work.ts';

/** The function's timeout, in seconds: a round that was begun last comes to its end. */
export const mostSeconds = 120;

/** Seconds after which a holder begins no round. */
const workSeconds = 30;

/** Faces of a round: at most what the quota takes in eight seconds, so that a round is far shorter than the lease. */
const roundSeconds = 8;
const mostFaces = 400;
/** Where nothing else says how many calls are made at once. */
const facesAtOnce = 100;
const facesOfRound = (perSecond: number | 'none') =>
  perSecond === 'none' ? facesAtOnce : Math.min(mostFaces, Math.max(1, Math.floor(roundSeconds * perSecond)));

/**
 * Works off the faces that wait, in rounds, as long as there are some, and lets the lease go. What was decided before, by
 * whomever, is indexed first: a search sees who is in the collection, and not who is about to be.
 */
export async function workOff(lease: Lease, work: Work): Promise<void> {
  const { waiting, time, settings } = work;
  const pace = {
    search: pacer(settings.callsPerSecond, time),
    index: pacer(settings.callsPerSecond, time),
    compare: pacer(settings.callsPerSecond, time),
  };
  const staging = new Staging(lease, work);
  const end = time.now() + 1000 * workSeconds;
  /** When every search sees what was indexed last. */
  let settled = 0;
  let lastFirst: string | undefined;

  const indexOpen = async (alike: readonly (readonly WaitingFace[])[] = []): Promise<boolean> => {
    const isLeft = await Promise.all(
      lease.open.map(async (first, place) => {
        await pace.index();
        const answer: Answer | typeof later = await callFor(() => work.collection.add(first.face));
        if (answer === later) return true;
        // Who is like one that was not indexed after all is looked at again.
        const told = [first, ...('faceId' in answer ? (alike[place] ?? []) : [])];
        await Promise.all(told.map((each) => waiting.answer(each, answer)));
        return false;
      }),
    );
    settled = time.now() + 1000 * settings.settleSeconds;
    await lease.commit(lease.open.filter((_, place) => isLeft[place]));
    return lease.open.length === 0;
  };

  try {
    await staging.closeOthers();
    let goesOn = lease.open.length === 0 || (await indexOpen());
    while (goesOn && time.now() < end) {
      const faces = await waiting.due(time.now(), facesOfRound(settings.callsPerSecond));
      if (faces.length === 0) break;
      await time.sleep(settled - time.now());
      const unknown = await lookAt(faces, staging, work, pace);
      const firsts = decide(unknown);
      const people = Map.groupBy(unknown.keys(), (place) => firsts[place]!);
      if (people.size === 0) {
        // Nobody gets further, as when all calls are throttled.
        if (faces[0]!.key === lastFirst) break;
        lastFirst = faces[0]!.key;
        continue;
      }
      await lease.commit([...people.keys()].map((first) => unknown[first]!.waiting));
      goesOn = await indexOpen(
        [...people.values()].map(([, ...others]) => others.map((place) => unknown[place]!.waiting)),
      );
    }
  } finally {
    await lease.release(settled, await staging.close());
  }
}
