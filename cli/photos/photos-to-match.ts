import { samplePhotos } from '../../local/sample-photos.ts';
import { UsageError } from '../../operations/usage-error.ts';
import { findPhotos } from './find-photos.ts';
import { type NamedPhoto, photoName } from './photo-name.ts';
import { tellSkipped } from './tell-skipped.ts';

export interface PhotosToMatch {
  readonly photos: readonly NamedPhoto[];
  /** Files among the given ones that are no photos. */
  readonly skipped: readonly string[];
}

/** The sample photos as if they were the user's own. */
export const samplesToMatch = (): PhotosToMatch => ({
  photos: samplePhotos.map(({ name, path }) => ({ file: path, name: `samples/${name}` })),
  skipped: [],
});

/**
 * The user's photos with their names. Throws UsageError for a path that does not exist, for no photo at all, and
 * for two photos of one name: one inside the user's directory and one outside can be called alike.
 */
export async function photosToMatch(
  given: readonly string[],
  { dataDir }: { dataDir: string },
): Promise<PhotosToMatch> {
  const { photos, skipped } = await findPhotos(given, { except: dataDir });
  if (photos.length === 0) {
    const others = skipped.length > 0 ? ` (${tellSkipped(skipped)})` : '';
    throw new UsageError(`Expected photos, found none in ${given.join(' ')}${others}`);
  }
  const byName = new Map<string, string>();
  for (const file of photos) {
    const name = photoName(file);
    const other = byName.get(name);
    if (other !== undefined) {
      throw new UsageError(
        `Expected photos with different keys, but ${other} and ${file} would both be ${name}: match them one after the other`,
      );
    }
    byName.set(name, file);
  }
  return { photos: Array.from(byName, ([name, file]) => ({ file, name })), skipped };
}
