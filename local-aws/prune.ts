import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { refuseSecondCloud } from './data-folder.ts';
import { allObjects } from './s3/expire-objects.ts';
import { ObjectStore } from './s3/object-store.ts';
import { pruneExecutions } from './step-functions/executions/prune-executions.ts';

/** What was, or would be, removed. */
export interface Pruned {
  readonly count: number;
  readonly bytes: number;
}

export interface PruneOptions {
  readonly dataDir: string;
  /** What ended or was written before this is old. */
  readonly before: Date;
  /** Whose objects go, when they are old. */
  readonly objects: { readonly bucket: string; readonly prefixes: readonly string[] };
  /** Only counts. */
  readonly dryRun: boolean;
}

/**
 * Removes what is old from a data folder: executions that are over, objects under prefixes, and lines of logs. Throws
 * DataFolderInUse when a cloud runs on it.
 */
export async function pruneLocalAws({ dataDir, before, objects, dryRun }: PruneOptions) {
  const folder = (service: string) => join(resolve(dataDir), service);
  await refuseSecondCloud(resolve(dataDir));
  return {
    executions: pruneExecutions(folder('executions'), before, dryRun),
    objects: await pruneObjects(new ObjectStore({ folder: folder('s3') }), { before, objects, dryRun }),
    logLines: pruneLogs(folder('logs'), before, dryRun),
  };
}

async function pruneObjects(
  store: ObjectStore,
  { objects: { bucket, prefixes }, before, dryRun }: Omit<PruneOptions, 'dataDir'>,
): Promise<Pruned> {
  let [count, bytes] = [0, 0];
  const buckets = await store.listBuckets();
  if (!buckets.some(({ name }) => name === bucket)) return { count, bytes };
  for (const prefix of prefixes) {
    for await (const { key, size, lastModified } of allObjects(store, bucket, prefix)) {
      if (Date.parse(lastModified) >= before.getTime()) continue;
      count += 1;
      bytes += size;
      if (!dryRun) await store.deleteObject({ bucket, key });
    }
  }
  return { count, bytes };
}

function pruneLogs(folder: string, before: Date, dryRun: boolean): Pruned {
  let [count, bytes] = [0, 0];
  for (const file of filesIn(folder)) {
    const path = join(folder, file);
    const content = readFileSync(path);
    const length = oldLength(content, before, statSync(path).mtime);
    const old = content.subarray(0, length);
    bytes += length;
    count += old.toString('latin1').split('\n').length - 1;
    if (dryRun || length === 0) continue;
    writeFileSync(`${path}.new`, content.subarray(length), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return { count, bytes };
}

/** Up to the invocation in which the first line that says its time is young enough. */
function oldLength(content: Buffer, before: Date, lastWritten: Date): number {
  const text = content.toString('latin1');
  const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
  for (let found = time.exec(text); found; found = time.exec(text)) {
    if (new Date(found[0]) < before) continue;
    return Math.max(0, text.lastIndexOf('START RequestId:', found.index));
  }
  return lastWritten < before ? content.length : 0;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith('.log'));
  } catch {
    return [];
  }
}
