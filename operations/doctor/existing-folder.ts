import { stat } from 'node:fs/promises';
import path from 'node:path';

/** The folder itself, or the nearest one above it that exists: where it would be made. Throws ENOTDIR for a file. */
export async function existingFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (!found) return existingFolder(path.dirname(folder));
  if (found.isDirectory()) return folder;
  throw Object.assign(new Error(`Expected a folder, got the file ${folder}`), { code: 'ENOTDIR' });
}
