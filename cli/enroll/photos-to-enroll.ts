import { stat } from 'node:fs/promises';
import { UsageError } from '../../operations/usage-error.ts';
import { resolveGiven } from '../command/working-directory.ts';

/** The absolute paths of the photos given. Throws UsageError for one that is no file. */
export async function photosToEnroll(given: readonly string[]): Promise<string[]> {
  const files = given.map(resolveGiven);
  for (const [index, file] of files.entries()) {
    const kind = await stat(file).catch(() => undefined);
    if (kind?.isFile()) continue;
    const what = kind ? 'which is no file' : 'which does not exist';
    throw new UsageError(`Expected a photo, got "${given[index]}", ${what} (${file})`);
  }
  return [...new Set(files)];
}
