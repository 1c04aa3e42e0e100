import { createHash } from 'node:crypto';
import path from 'node:path';
import { samplePhotos } from '../../local/sample-photos.ts';
import type { NamedPhoto } from '../../operations/match/match-photos.ts';
import { UsageError } from '../../operations/usage-error.ts';
import { isInside, workingDirectory } from '../../operations/working-directory.ts';
import { type FoundPhoto, type FoundPhotos, findPhotos } from './find-photos.ts';
import { tellSkipped } from './skipped-files.ts';

/** `skipped` are files among the given ones that are no photos. */
export type PhotosToMatch = { readonly photos: readonly NamedPhoto[] } & Pick<FoundPhotos, 'skipped'>;

/** The sample photos as if they were the user's own. */
export const samplesToMatch = (): PhotosToMatch => ({
  photos: samplePhotos.map(({ name, path }) => ({ file: path, name: `samples/${name}` })),
  skipped: [],
});

/** The user's photos with their names. Throws UsageError for a path that does not exist, and for no photo at all. */
export async function photosToMatch(
  given: readonly string[],
  { dataDir }: { dataDir: string },
): Promise<PhotosToMatch> {
  const { photos, skipped } = await findPhotos(given, { except: dataDir });
  if (photos.length === 0) {
    const others = skipped.length > 0 ? ` (${tellSkipped(skipped)})` : '';
    throw new UsageError(`Expected photos, found none in ${given.join(' ')}${others}`);
  }
  return { photos: namePhotos(photos), skipped };
}

/**
 * A file's path from where the user stands; of one that lies elsewhere, its path from the folder that was named, with
 * that folder's name: a machine's paths belong in no key.
 *
 * Where another folder of that name was given, too, a digest of its whole path tells it from the others: the same
 * photos get the same names again.
 */
function namePhotos(photos: readonly FoundPhoto[]): NamedPhoto[] {
  const places = photos.map(({ file, under }) => {
    const fromHere = path.relative(workingDirectory(), file);
    return isInside(fromHere)
      ? { file, folder: '', below: fromHere }
      : { file, folder: under, below: path.relative(under, file) };
  });
  const folders = Map.groupBy(
    places,
    ({ folder, below }) => path.basename(folder) || below.split(path.sep)[0]!,
  );
  const isAlone = (name: string) => new Set(folders.get(name)?.map(({ folder }) => folder)).size === 1;

  return places.map(({ file, folder, below }) => {
    const name = path.basename(folder);
    const start = name === '' || isAlone(name) ? name : `${name}-${digest(folder)}`;
    return { file, name: path.join(start, below).split(path.sep).join('/') };
  });
}

const digest = (folder: string) => createHash('sha256').update(folder).digest('hex').slice(0, 8);
