import { statfs } from 'node:fs/promises';
import type { TargetOptions } from '../../connect.ts';
import { type Check, failed, type Verdict, warning, well } from '../check.ts';
import { existingFolder } from '../existing-folder.ts';

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
