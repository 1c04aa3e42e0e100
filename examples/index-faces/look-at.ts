import { callFor, later } from './call-for.ts';
import type { UnknownFace } from './decide.ts';
import type { Staging } from './staging.ts';
import type { WaitingFace } from './waiting-faces.ts';
import type { Work } from './work.ts';

/** Each lets one call of its operation begin. */
export interface Paces {
  search(): Promise<void>;
  index(): Promise<void>;
  compare(): Promise<void>;
}

export type Unknown = UnknownFace & { readonly waiting: WaitingFace };

/**
 * Searches faces that wait, answers those that need no decision, and returns the others, with those beside them that are
 * alike. Who met a passing error is neither: they are looked at again.
 *
 * A face is compared when all before it are staged, and not before they are seen; those after it need not be.
 */
export async function lookAt(
  faces: readonly WaitingFace[],
  staging: Staging,
  { waiting, collection, time, settings }: Work,
  pace: Paces,
): Promise<Unknown[]> {
  // With nobody to be compared with, two calls are saved; the quality is judged when it is indexed.
  const isAlone = faces.length === 1;

  const search = async (each: WaitingFace): Promise<string | undefined> => {
    await pace.search();
    const known = await callFor(() => collection.find(each.face));
    if (known === later) return undefined;
    if (known !== undefined) {
      await waiting.answer(each, typeof known === 'string' ? { faceId: known } : known);
      return undefined;
    }
    if (isAlone) return each.key;
    const name = await staging.open();
    await pace.index();
    const staged = await callFor(() => collection.stage(name, each.face));
    if (staged === later) return undefined;
    if ('faceId' in staged) return staged.faceId;
    await waiting.answer(each, staged);
    return undefined;
  };

  let before: Promise<unknown> = Promise.resolve();
  const looked = faces.map((each) => {
    const searched = search(each);
    before = Promise.all([before, searched]);
    return before.then(async (): Promise<Unknown | undefined> => {
      const id = await searched;
      if (id === undefined) return undefined;
      if (isAlone) return { id, alike: [], waiting: each };
      await time.sleep(1000 * settings.settleSeconds);
      await pace.compare();
      const name = await staging.open();
      const alike = await callFor(() => collection.alike(name, id, each.face.threshold));
      return Array.isArray(alike) ? { id, alike, waiting: each } : undefined;
    });
  });
  // To the last, so that nothing of it goes on when the lease is let go.
  const settled = await Promise.allSettled(looked);
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.flatMap((each) => (each.status === 'fulfilled' ? (each.value ?? []) : []));
}
