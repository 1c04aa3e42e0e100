import path from 'node:path';
import { samplePhotos } from '../../local/sample-photos.ts';
import type { NamedPhoto } from '../../operations/match/match-photos.ts';
import { UsageError } from '../../operations/usage-error.ts';
import { isInside, pathToShow, workingDirectory } from '../../operations/working-directory.ts';
import { printable } from '../terminal/printable.ts';
import { type FoundPhotos, findPhotos } from './find-photos.ts';

/** `skipped` are files among the given ones that are no photos. */
export type PhotosToMatch = { readonly photos: readonly NamedPhoto[] } & Pick<FoundPhotos, 'skipped'>;

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
  for (const [name, [one, other]] of Map.groupBy(photos, photoName)) {
    if (other === undefined) continue;
    throw new UsageError(
      `Expected photos with different keys, but ${one} and ${other} would both be ${name}: match them one after the other`,
    );
  }
  return { photos: photos.map((file) => ({ file, name: photoName(file) })), skipped };
}

/**
 * A file's path from where the user stands, or else its absolute path without the leading slash: equal names in
 * two folders stay apart.
 */
function photoName(file: string): string {
  const relative = path.relative(workingDirectory(), file);
  const name = isInside(relative) ? relative : path.relative(path.parse(file).root, file);
  return name.split(path.sep).join('/');
}

/** `skipped 5 files that are no photos: notes.txt, holiday/list.md, holiday/map.gpx, …` */
export function tellSkipped(skipped: readonly string[]): string {
  const named = skipped.slice(0, 3).map((file) => printable(pathToShow(file)));
  if (skipped.length > named.length) named.push('…');
  const what =
    skipped.length === 1 ? '1 file that is no photo' : `${skipped.length} files that are no photos`;
  return `skipped ${what}: ${named.join(', ')}`;
}
