import { adviseOnRunning, removeFaces } from '../../../operations/forget/remove-face.ts';
import { plural } from '../../../operations/match/totals.ts';
import type { Answer } from '../../api/routes.ts';
import type { ImageCache } from '../images/image-cache.ts';
import type { PeopleSources } from '../people/people.ts';

/** Removes a face from the collection and from the records that name it. May be done twice. */
export async function forget(
  { target, records, keptCrops }: PeopleSources,
  images: ImageCache,
  faceId: string,
): Promise<Answer<'forget'>> {
  try {
    // Asked before: one that ends meanwhile counts, too.
    const advice = await adviseOnRunning(target);
    const { deleted: faces, unnamed } = await removeFaces(target, [faceId]);
    const deleted = faces.length > 0;
    const keys = unnamed.map(({ key }) => key);
    const done = deleted
      ? `Removed from the collection, and its name from ${plural(keys.length, 'record')}.`
      : `It was not in the collection; its name was removed from ${plural(keys.length, 'record')}.`;
    const next = keys.length > 0 ? ' The face is NoMatch there now; the photos and their crops stay.' : '';
    return { deleted, keys, message: `${done}${next}${advice ? ` ${advice}.` : ''}` };
  } finally {
    // However far it came.
    images.forgetAll();
    keptCrops.outdate(faceId);
    records.outdate();
  }
}
