import { chmodSync, type Dirent, lstatSync, readdirSync } from 'node:fs';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

/** Somebody else could have put anything into a data folder. */
export class DataFolderNotPrivate extends Error {
  override name = 'DataFolderNotPrivate' as const;
}

const othersMayWrite = 0o022;

/**
 * Takes a folder, and all in it, from everybody but its owner; whatever umask it was made or copied with. Quick for one
 * that is private: what is in it is looked through only while it or a folder right in it is open to others, and these are
 * closed last, so that one that was killed over it begins anew.
 */
export async function makePrivate(folder: string): Promise<void> {
  // Windows has other means.
  if (process.getuid === undefined) return;
  const { mode, uid } = await stat(folder);
  if ((mode & othersMayWrite) !== 0) {
    throw new DataFolderNotPrivate(
      `Expected a data folder that only its owner may write, but ${folder} has mode ${octal(mode)}. If you trust what is in it: chmod 700 '${folder.replaceAll("'", "'\\''")}'`,
    );
  }
  if (uid !== process.getuid() && process.getuid() !== 0) {
    throw new DataFolderNotPrivate(
      `Expected a data folder of yours, but ${folder} belongs to the user with id ${uid}: choose another one`,
    );
  }
  const isPrivate = !isOpen(mode);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!isPrivate || isOpen(modeOf(folder, entry))) await closeAll(folder, entry);
  }
  if (!isPrivate) await chmod(folder, 0o700);
}

/** What is in a folder is closed before itself. */
async function closeAll(folder: string, entry: Dirent): Promise<void> {
  const path = join(folder, entry.name);
  if (entry.isDirectory()) {
    for (const inner of readdirSync(path, { withFileTypes: true })) await closeAll(path, inner);
    // Others are served between two folders.
    await setImmediate();
  }
  if (isOpen(modeOf(folder, entry))) chmodSync(path, entry.isDirectory() ? 0o700 : 0o600);
}

/** A link has no mode of its own. */
const modeOf = (folder: string, entry: Dirent) =>
  entry.isSymbolicLink() ? 0 : lstatSync(join(folder, entry.name)).mode;
const isOpen = (mode: number) => (mode & 0o077) !== 0;
const octal = (mode: number) => (mode & 0o777).toString(8);
