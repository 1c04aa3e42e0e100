import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Pruned, pruneLocalAws } from '@match-faces/local-aws/prune.ts';
import { runsPrefix, workingPrefix } from '../../lambdas/shared/thumbs.ts';
import { localDeployment } from '../../local/deployment.ts';

export interface PrunedDataFolder {
  readonly executions: Pruned;
  /** With the files of runs of many photos. */
  readonly workingFiles: Pruned;
  readonly logLines: Pruned;
  readonly annotatedCopies: Pruned;
}

/**
 * Removes what is older than a time from a local cloud's data folder, or only counts it. Photos, records, crops and faces
 * stay. Throws DataFolderInUse while a cloud runs on it.
 */
export async function pruneDataFolder(
  dataDir: string,
  before: Date,
  { dryRun }: { readonly dryRun: boolean },
): Promise<PrunedDataFolder> {
  const { thumbsBucket: bucket, thumbsPrefix } = localDeployment;
  const thumbs = { bucket, prefix: thumbsPrefix };
  const objects = { bucket, prefixes: [workingPrefix(thumbs), runsPrefix(thumbs)] };
  const pruned = await pruneLocalAws({ dataDir, before, objects, dryRun });
  return {
    executions: pruned.executions,
    workingFiles: pruned.objects,
    logLines: pruned.logLines,
    annotatedCopies: await pruneFiles(path.join(dataDir, 'annotated'), before, dryRun),
  };
}

async function pruneFiles(folder: string, before: Date, dryRun: boolean): Promise<Pruned> {
  let [count, bytes] = [0, 0];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      // Nobody has matched a photo from here; a folder that cannot be read is not empty.
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { mtime, size } = await stat(file);
    if (mtime >= before) continue;
    count += 1;
    bytes += size;
    if (!dryRun) await rm(file);
  }
  return { count, bytes };
}
