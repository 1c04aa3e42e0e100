import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../operations/usage-error.ts';
import { resolveGiven } from '../../operations/working-directory.ts';
import { type Skipped, whySkipped } from './skipped-files.ts';

export interface FoundPhotos {
  /** In the order given, and by name within a folder. */
  readonly photos: readonly FoundPhoto[];
  /** Files that are no photos, and what could not be opened. */
  readonly skipped: readonly Skipped[];
}

/** Both are absolute. */
export interface FoundPhoto {
  readonly file: string;
  /** The folder that was named; of a file that was named, the one it is in. */
  readonly under: string;
}

/**
 * The photos among files and, at any depth, in folders: what the workflow takes by its content, and what is only
 * named like that, so that it is told what is wrong with it. A file or folder that links reach twice counts once;
 * names in a folder that begin with a dot, and the folder `except`, are left out unseen.
 *
 * Throws UsageError for a path that does not exist.
 */
export async function findPhotos(
  given: readonly string[],
  { except }: { except?: string } = {},
): Promise<FoundPhotos> {
  const photos: FoundPhoto[] = [];
  const skipped: Skipped[] = [];
  const seen = new Set<string>();

  async function visit(place: string, under?: string): Promise<void> {
    const real = await realpath(place).catch(() => undefined);
    if (real === undefined) skipped.push({ place, kind: 'link to nothing' });
    else if (!seen.has(real) && place !== except) {
      seen.add(real);
      const kind = await stat(real);
      if (kind.isDirectory()) return visitFolder(place, under ?? place);
      const reason = kind.isFile() ? whySkipped(place) : 'other file';
      if (reason) skipped.push({ place, kind: reason });
      else photos.push({ file: place, under: under ?? path.dirname(place) });
    }
  }

  async function visitFolder(folder: string, under: string): Promise<void> {
    const names = await visibleNames(folder).catch(() => undefined);
    if (names === undefined) skipped.push({ place: folder, kind: 'folder that cannot be opened' });
    for (const name of names ?? []) {
      const place = path.join(folder, name.text);
      if (name.isUtf8) await visit(place, under);
      else skipped.push({ place, kind: 'file whose name is not UTF-8' });
    }
  }

  // All before the first folder, which may be large.
  for (const name of given) await checkPlace(name);
  for (const name of given) await visit(resolveGiven(name));
  return { photos, skipped };
}

async function checkPlace(name: string): Promise<void> {
  // It would be the folder where the user stands.
  if (name === '') throw new UsageError('Expected a photo or a folder, got an empty name');
  const place = resolveGiven(name);
  await stat(place).catch(() => {
    // Node has put this sign where it could not read the name.
    const what = name.includes('\ufffd') ? 'whose name is not UTF-8: rename it' : 'which does not exist';
    throw new UsageError(`Expected a photo or a folder, got "${name}", ${what} (${place})`);
  });
}

const byName = new Intl.Collator('en', { numeric: true }).compare;

/** S3's keys are UTF-8, and so is every path in Node: another name leads to no file. */
async function visibleNames(folder: string): Promise<{ text: string; isUtf8: boolean }[]> {
  const names = await readdir(folder, { encoding: 'buffer' });
  return names
    .map((bytes) => ({ text: bytes.toString(), isUtf8: bytes.equals(Buffer.from(bytes.toString())) }))
    .filter(({ text }) => !text.startsWith('.'))
    .sort((a, b) => byName(a.text, b.text));
}
