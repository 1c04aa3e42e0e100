import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../operations/usage-error.ts';
import { resolveGiven } from '../../operations/working-directory.ts';

export interface FoundPhotos {
  /** Absolute paths, in the order given, and by name within a folder. */
  readonly photos: readonly string[];
  /** Files that are no photos, and what could not be opened. */
  readonly skipped: readonly string[];
}

const photoExtension = /\.(jpe?g|png|webp|avif|hei[cf]|tiff?|gif)$/i;

/** How the formats begin. TIFF is not among them: most cameras' raw files begin like it. */
const photoBeginning = /^(\xff\xd8\xff|\x89PNG\r\n|GIF8|RIFF.{4}WEBP|.{4}ftyp(heic|heix|mif1|avif))/s;
const beginningBytes = 12;

/**
 * The photos among files and, at any depth, in folders. A photo is what is named like one (JPEG, PNG, WebP,
 * AVIF, HEIC, TIFF, GIF) or, under another name, begins like one. A file or folder that links reach twice
 * counts once; names in a folder that begin with a dot, and the folder `except`, are left out unseen.
 *
 * Throws UsageError for a path that does not exist.
 */
export async function findPhotos(
  given: readonly string[],
  { except }: { except?: string } = {},
): Promise<FoundPhotos> {
  const photos: string[] = [];
  const skipped: string[] = [];
  const seen = new Set<string>();

  async function visit(place: string): Promise<void> {
    const real = await realpath(place).catch(() => undefined);
    if (real === undefined) skipped.push(place);
    else if (!seen.has(real) && place !== except) {
      seen.add(real);
      const kind = await stat(real);
      if (kind.isDirectory()) await visitFolder(place);
      else if (kind.isFile() && (photoExtension.test(place) || (await beginsLikePhoto(place)))) {
        photos.push(place);
      } else skipped.push(place);
    }
  }

  async function visitFolder(folder: string): Promise<void> {
    const names = await visibleNames(folder).catch(() => undefined);
    if (names === undefined) skipped.push(folder);
    for (const name of names ?? []) await visit(path.join(folder, name));
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
    throw new UsageError(`Expected a photo or a folder, got "${name}", which does not exist (${place})`);
  });
}

const byName = new Intl.Collator('en', { numeric: true }).compare;

async function visibleNames(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => !name.startsWith('.')).sort(byName);
}

async function beginsLikePhoto(file: string): Promise<boolean> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(beginningBytes), 0, beginningBytes, 0);
    return photoBeginning.test(buffer.toString('latin1', 0, bytesRead));
  } catch {
    return false;
  } finally {
    await handle?.close();
  }
}
