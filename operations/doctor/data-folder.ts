import { access, constants, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { quoted } from '../../statemachine/shell-words.ts';
import type { TargetOptions } from '../connect.ts';
import { pathToShow } from '../working-directory.ts';
import { type Check, failed, type Verdict, warning, well } from './check.ts';

/** That the local cloud can keep its state, and that nobody else reads it. */
export const dataFolder: Check<TargetOptions> = {
  name: 'data folder',
  actions: [],
  async examine({ dataDir }) {
    const shown = pathToShow(dataDir);
    try {
      const folder = await existingFolder(dataDir);
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
      if (folder !== dataDir) return well(`${shown} will be made`);
      const { mode } = await stat(folder);
      if ((mode & 0o077) === 0) return well(shown);
      if ((mode & 0o022) !== 0)
        return failed(`${shown} may be written by others, and is refused`, `chmod 700 ${quoted(shown)}`);
      return warning(
        `${shown} holds photos and faces, and others on this machine may read it`,
        `chmod 700 ${quoted(shown)}`,
      );
    } catch (error) {
      return failed((error as Error).message, 'choose a folder that you may write: --data-dir <dir>');
    }
  },
};

/** The folder itself, or the nearest one above it that exists: where it would be made. Throws ENOTDIR for a file. */
async function existingFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (!found) return existingFolder(path.dirname(folder));
  if (found.isDirectory()) return folder;
  throw Object.assign(new Error(`Expected a folder, got the file ${folder}`), { code: 'ENOTDIR' });
}

const megabyte = 1_000_000;

/** Megabytes: too few for a working copy of one large photo beside it; and for some hundred photos with crops. */
const tooFew = 100;
const few = 1_000;

/** That photos, crops and histories have room. */
export const diskSpace: Check<TargetOptions> = {
  name: 'disk space',
  actions: [],
  async examine({ dataDir }) {
    const { bavail, bsize } = await statfs(await existingFolder(dataDir));
    return judgeFreeSpace(bavail * bsize);
  },
};

export function judgeFreeSpace(bytes: number): Verdict {
  const megabytes = Math.floor(bytes / megabyte);
  const message = `${megabytes.toLocaleString('en')} MB are free`;
  const mend = 'make room, or choose a folder on another disk: --data-dir <dir>';
  if (megabytes < tooFew) return failed(message, mend);
  return megabytes < few ? warning(message, mend) : well(message);
}
