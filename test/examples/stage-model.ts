import type fc from 'fast-check';
import { type FaceCollection, StagingGone } from '../../examples/index-faces/face-collection.ts';
import { indexFace, type Stage } from '../../examples/index-faces/index-face.ts';
import { leaseSeconds } from '../../examples/index-faces/lease.ts';
import type { StoredJson } from '../../examples/index-faces/stored-json.ts';
import { WaitingFaces } from '../../examples/index-faces/waiting-faces.ts';
import type { FaceToIndex, IndexedFace } from '../../statemachine/payloads.ts';
import example from '../../statemachine/samples/face-to-index.json' with { type: 'json' };

/** What happens to the stage in a run: the order of everything is fast-check's. */
export interface Circumstances {
  readonly people: number;
  readonly facesEach: number;
  /** Of a call, in 1,000: its function is gone after it, or is paused for longer than a lease, or the call is throttled. */
  readonly deaths: number;
  readonly pauses: number;
  readonly throttles: number;
  /** Milliseconds after which a search sees what was indexed. */
  readonly lag: number;
  readonly settleSeconds: number;
}

export interface Outcome {
  /** By person, the faces that the collection has of them. */
  readonly inCollection: ReadonlyMap<number, readonly string[]>;
  /** By person, what the workflow was told of their faces. */
  readonly told: ReadonlyMap<number, ReadonlySet<string>>;
  readonly calls: Readonly<Record<'search' | 'index' | 'stage' | 'compare', number>>;
  /** Of Rekognition, when all executions are redriven afterwards. */
  readonly callsOfRedrive: number;
  readonly died: number;
  readonly paused: number;
}

/** How the stores are spoiled, to see the model find what goes wrong then. */
export type Spoil = (stored: StoredJson) => StoredJson;

/**
 * Runs the stage's own code, all its faces at once, against stores in memory: each call of a store takes effect when
 * fast-check says so. A function that dies, or is told to come again, is called again, as the hook does.
 */
export async function runModel(
  scheduler: fc.Scheduler,
  chance: () => number,
  circumstances: Circumstances,
  spoil: Spoil = (stored) => stored,
): Promise<Outcome> {
  const { people, facesEach, lag, settleSeconds } = circumstances;
  let now = 1_000_000_000_000;
  const calls = { search: 0, index: 0, stage: 0, compare: 0 };
  const counts = { died: 0, paused: 0 };
  const isStruck = (perThousand: number) => chance() * 1000 < perThousand;

  let stepping = 0;
  const step = async () => {
    stepping += 1;
    await scheduler.schedule(Promise.resolve());
    stepping -= 1;
    passTo(now + Math.floor(chance() * 100));
  };
  const asleep = new Set<{ readonly until: number; wake(): void }>();
  const passTo = (time: number) => {
    now = time;
    for (const each of asleep) {
      if (each.until > now) continue;
      asleep.delete(each);
      each.wake();
    }
  };
  const sleep = (milliseconds: number) => {
    const { promise, resolve: wake } = Promise.withResolvers<void>();
    if (milliseconds > 0) asleep.add({ until: now + milliseconds, wake });
    else wake();
    return promise;
  };
  /** When nobody does anything, time passes until the first wakes. */
  const passTime = async (work: Promise<unknown>) => {
    let isOver = false;
    void work.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await scheduler.schedule(Promise.resolve());
      if (stepping === 0 && asleep.size > 0) passTo(Math.min(...[...asleep].map(({ until }) => until)));
    }
  };
  const untilDone = async (work: Promise<unknown>) => {
    const passing = passTime(work);
    await scheduler.waitFor(work);
    await scheduler.waitFor(passing);
  };

  /** What the calls of one function go through: when it dies, nothing more comes of it. */
  const mortal = (die: () => void) => {
    let isDead = false;
    const mayDie = async () => {
      if (!isDead && isStruck(circumstances.deaths / 2)) {
        isDead = true;
        counts.died += 1;
        die();
      }
      if (isDead) await new Promise<never>(() => {});
    };
    return async <Result>(effect: () => Result): Promise<Result> => {
      await step();
      if (isStruck(circumstances.pauses)) {
        counts.paused += 1;
        await sleep(1000 * (leaseSeconds + 100 * chance()));
      }
      await mayDie();
      const result = effect();
      await mayDie();
      return result;
    };
  };
  type Call = ReturnType<typeof mortal>;

  const objects = new Map<string, { text: string; etag: string }>();
  let writes = 0;
  const storedFor = (call: Call): StoredJson => ({
    read: (key) =>
      call(() => {
        const found = objects.get(key);
        return found && { value: JSON.parse(found.text), etag: found.etag };
      }),
    write: (key, value, onlyOver) =>
      call(() => {
        const found = objects.get(key);
        if (onlyOver === 'nothing' && found) return undefined;
        if (typeof onlyOver === 'object' && onlyOver.etag !== found?.etag) return undefined;
        writes += 1;
        objects.set(key, { text: JSON.stringify(value), etag: String(writes) });
        return String(writes);
      }),
    list: (prefix, atMost) =>
      call(() =>
        [...objects.keys()]
          .filter((key) => key.startsWith(prefix))
          .sort()
          .slice(0, atMost),
      ),
    remove: (keys) => call(() => void keys.map((key) => objects.delete(key))),
  });

  /** When each face was added; its id says whose it is. */
  const collection = new Map<string, number>();
  const staging = new Map<string, Map<string, number>>();
  const personIn = (faceId: string) => faceId.split('_')[0];
  const idOf = ({ photoId }: { photoId: string }) => photoId;
  const seen = (faces: ReadonlyMap<string, number>) =>
    [...faces].flatMap(([id, at]) => (at + lag <= now ? id : []));
  const collectionFor = (call: Call): FaceCollection => {
    const throttled = <Result>(kind: keyof typeof calls, effect: () => Result) =>
      call(() => {
        if (isStruck(circumstances.throttles))
          throw Object.assign(new Error(), { name: 'ThrottlingException' });
        calls[kind] += 1;
        return effect();
      });
    const stagedIn = (name: string) => {
      const faces = staging.get(name);
      if (!faces) throw new StagingGone();
      return faces;
    };
    return {
      find: (face) =>
        throttled('search', () =>
          seen(collection)
            .sort()
            .find((id) => personIn(id) === personIn(idOf(face))),
        ),
      add: (face) =>
        throttled('index', () => {
          if (!collection.has(idOf(face))) collection.set(idOf(face), now);
          return { faceId: idOf(face) };
        }),
      openStaging: (name) => call(() => void staging.set(name, new Map())),
      closeStaging: (name) => call(() => void staging.delete(name)),
      stage: (name, face) =>
        throttled('stage', () => {
          stagedIn(name).set(idOf(face), now);
          return { faceId: idOf(face) };
        }),
      alike: (name, faceId) =>
        throttled('compare', () =>
          seen(stagedIn(name)).filter((id) => id !== faceId && personIn(id) === personIn(faceId)),
        ),
    };
  };

  let holders = 0;
  const callOnce = (face: FaceToIndex): Promise<IndexedFace | 'died'> => {
    const { promise: died, resolve: die } = Promise.withResolvers<'died'>();
    const call = mortal(() => die('died'));
    const stored = spoil(storedFor(call));
    const stage: Stage = {
      stored,
      waiting: new WaitingFaces(stored, 'working/', 'people'),
      collection: collectionFor(call),
      collectionId: 'people',
      settings: { callsPerSecond: 'none', settleSeconds },
      time: { now: () => now, sleep },
      takeTurn: async () => now + Math.floor(chance() * 5_000),
      newHolder: () => `holder-${++holders}`,
    };
    return Promise.race([indexFace(face, stage) as Promise<IndexedFace>, died]);
  };

  const askUntilTold = async (face: FaceToIndex): Promise<string> => {
    // Half of them come at once.
    await sleep(chance() < 0.5 ? 0 : chance() * 20_000);
    for (let wait = 2_000; ; wait = Math.min(2 * wait, 60_000)) {
      const told = await callOnce(face).catch((error: Error) => {
        if (error.name !== 'ThrottlingException') throw error;
        return undefined;
      });
      if (told && told !== 'died') return told.personId;
      await sleep(chance() * wait);
    }
  };

  const faces = Array.from({ length: people * facesEach }, (_, number) => faceOf(number % people, number));
  const told = new Map<number, Set<string>>();
  const ask = async (face: FaceToIndex, number: number) => {
    const personId = await askUntilTold(face);
    told.set(number % people, (told.get(number % people) ?? new Set()).add(personId));
  };
  await untilDone(Promise.all(faces.map(ask)));
  const before = { ...calls };
  // Redriven.
  await untilDone(Promise.all(faces.map(ask)));
  const inCollection = Map.groupBy(collection.keys(), (id) => Number(personIn(id)));
  return { inCollection, told, calls: before, callsOfRedrive: total(calls) - total(before), ...counts };
}

const total = (calls: Readonly<Record<string, number>>) =>
  Object.values(calls).reduce((sum, each) => sum + each, 0);

const faceOf = (person: number, number: number): FaceToIndex => ({
  ...example,
  photoId: `${person}_${number}`,
  idx: 1,
});
