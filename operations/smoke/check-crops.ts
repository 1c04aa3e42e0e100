import type { PhotoRecord } from '../../statemachine/photo-record.ts';
import type { Target } from '../connect.ts';
import { findTraces } from '../forget/photo-traces.ts';
import { plural } from '../match/totals.ts';
import { cropsPlace } from './crops-place.ts';
import type { Taken } from './steps.ts';

/** The crops in the thumbs bucket are not those that the record names. */
class CropsWrong extends Error {
  override name = 'CropsWrong' as const;
}

/** Checks that each searched face has its crop, and that there is no other. Throws CropsWrong. */
export async function checkCrops(
  target: Target,
  { photoId, s3Key, faces }: PhotoRecord,
): Promise<Taken<void>> {
  const { crops } = await findTraces(target, s3Key, { withPhoto: false });
  // A call that was tried again may have stored a second version of its crop.
  const stored = [...new Set(crops.map(({ key }) => key))].sort();
  const recorded = faces.flatMap(({ thumbKey }) => thumbKey ?? []).sort();
  const place = cropsPlace(target.deployment, photoId);
  if (stored.join() !== recorded.join()) {
    throw new CropsWrong(
      `Expected ${describe(recorded)} under ${place}, as the record says, found ${describe(stored)}`,
    );
  }
  return { value: undefined, told: `${plural(stored.length, 'crop')} under ${place}` };
}

const describe = (keys: readonly string[]): string =>
  keys.length > 0 ? keys.map((key) => key.slice(key.lastIndexOf('/') + 1)).join(', ') : 'no crop';
