import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identityPath } from './gateway/server.ts';
import { makePrivate } from './private-folder.ts';

/** Where a local cloud that runs can be found: `cloud.json` in its data folder. */
export interface CloudAddress {
  readonly endpoint: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Whether an upload starts an execution by itself. */
  readonly startOnUpload: boolean;
  /** Made anew at every start; the endpoint answers with it. */
  readonly id: string;
}

const addressFile = (dataDir: string) => join(dataDir, 'cloud.json');

/**
 * Makes a folder of its owner's alone, for it may hold pictures of people and their faces; and one that was there before
 * so, with all that is in it. Throws DataFolderNotPrivate for one that others may write.
 */
export async function makeDataFolder(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' && error.code !== 'ENOTDIR') throw error;
    throw new Error(`Expected a folder as data folder, got ${dataDir}: a file is on its path`);
  });
  await makePrivate(dataDir);
}

/**
 * The cloud that serves this folder now, if any. After a kill the file stays behind, so it proves nothing: its
 * process must be alive and, as process ids and ports are given out again, its endpoint must answer with its id.
 */
export async function findAddress(dataDir: string): Promise<CloudAddress | undefined> {
  const written = await readAddress(dataDir);
  return written && isAlive(written.pid) && (await answersWithId(written)) ? written : undefined;
}

/** Throws an error that says which process has the folder and how to use it. */
export async function refuseSecondCloud(dataDir: string): Promise<void> {
  const running = await findAddress(dataDir);
  if (running)
    throw new DataFolderInUse(
      `Expected no other local cloud on ${dataDir}, but process ${running.pid} runs one: use it with AWS_ENDPOINT_URL=${running.endpoint}, stop it, or choose another data folder`,
    );
}

/** A data folder is served by one process at a time. */
export class DataFolderInUse extends Error {
  override name = 'DataFolderInUse' as const;
}

/** Only for the process that has the folder: it has DynamoDB's store open, which the kernel locks. */
export async function writeAddress(dataDir: string, address: CloudAddress): Promise<void> {
  const aside = `${addressFile(dataDir)}.new`;
  await writeFile(aside, `${JSON.stringify(address, undefined, 2)}\n`, { mode: 0o600 });
  await rename(aside, addressFile(dataDir));
}

/** Only for the process that wrote it, while it has the folder. */
export async function removeAddress(dataDir: string): Promise<void> {
  await rm(addressFile(dataDir), { force: true });
}

async function readAddress(dataDir: string): Promise<CloudAddress | undefined> {
  try {
    return JSON.parse(await readFile(addressFile(dataDir), 'utf8'));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new Error(`Expected the address of a local cloud in ${addressFile(dataDir)}`, { cause: error });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A busy process may need seconds to answer; a port where nobody listens refuses at once. */
const patienceMs = 5_000;

async function answersWithId({ endpoint, id }: CloudAddress): Promise<boolean> {
  try {
    const answer = await fetch(endpoint + identityPath, { signal: AbortSignal.timeout(patienceMs) });
    const identity = (await answer.json()) as { id?: unknown };
    return identity.id === id;
  } catch {
    return false;
  }
}
