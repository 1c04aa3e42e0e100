import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { photoId } from '../../statemachine/photo-id.ts';
import { nameOfCopy } from '../annotate/annotate-photo.ts';
import { projectCommand } from '../command-line.ts';
import type { Target } from '../connect.ts';

type Place = Pick<Target, 'kind' | 'deployment' | 'options'>;

/** What `match` has drawn of a photo on this machine, be it a photo on AWS; undefined when there is none. */
export function annotatedCopyOf({ deployment, options }: Place, key: string): string | undefined {
  if (!key.startsWith(deployment.rawPrefix)) return undefined;
  const folder = path.join(options.dataDir, 'annotated');
  const file = path.join(folder, nameOfCopy(key.slice(deployment.rawPrefix.length)));
  // A key can have `..` in it.
  return file.startsWith(folder + path.sep) && existsSync(file) ? file : undefined;
}

export const removeFile = (file: string): Promise<void> => rm(file, { force: true });

/** Lines of the local functions' logs that name a photo; blanked, unless they are only counted. */
export function logLinesOfPhoto(target: Place, key: string, options: { dryRun: boolean }): Promise<number> {
  const id = photoId(target.deployment.rawBucket, key);
  const written = [key, JSON.stringify(key).slice(1, -1)].map((each) => RegExp.escape(each)).join('|');
  // Not of another key that begins like this one.
  const named = new RegExp(`(?:${written})(?![\\p{L}\\p{N}_/-]|\\.[\\p{L}\\p{N}])`, 'u');
  return logLines(target, (line) => line.includes(id) || named.test(line), options);
}

/** Lines of the local functions' logs that name a face; they are blanked. */
export const logLinesOfFaces = (target: Place, faceIds: readonly string[]): Promise<number> =>
  logLines(target, (line) => faceIds.some((faceId) => line.includes(faceId)), { dryRun: false });

async function logLines(
  { kind, options }: Place,
  names: (line: string) => boolean,
  { dryRun }: { dryRun: boolean },
): Promise<number> {
  if (kind === 'aws') return 0;
  // Loaded here: commands on AWS need none of it.
  const { blankLogLines } = await import('@match-faces/local-aws/blank-log-lines.ts');
  return blankLogLines(options.dataDir, names, { dryRun });
}

/** What forgetting does not reach. */
export function tellUnreached({ kind, options }: Pick<Target, 'kind' | 'options'>): string {
  if (kind === 'aws') {
    return 'Not reached: the histories of executions and the files of runs of many photos (90 days), lines of logs in CloudWatch (as long as they are kept) and backups of the table (35 days)';
  }
  return `Not reached: the histories of executions. Stop the local cloud, and this removes those that ended over a day ago, with the files of runs of many photos: ${projectCommand({ ...options, aws: false }, 'prune', [], { 'older-than': '1d' })}`;
}
