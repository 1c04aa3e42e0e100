import { access, constants, stat } from 'node:fs/promises';
import { pathToShow } from '../../../cli/command/working-directory.ts';
import type { TargetOptions } from '../../connect.ts';
import { type Check, failed, warning, well } from '../check.ts';
import { existingFolder } from '../existing-folder.ts';

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
      return warning(
        `${shown} holds photos and faces, and others on this machine may read it`,
        `chmod 700 ${JSON.stringify(shown)}`,
      );
    } catch (error) {
      return failed((error as Error).message, 'choose a folder that you may write: --data-dir <dir>');
    }
  },
};
