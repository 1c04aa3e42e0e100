import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import path from 'node:path';

const project = path.resolve(import.meta.dirname, '../..');
const builds = path.join(project, 'console/dist');

/** What the page is made of. */
const sources = [
  'console/web',
  'console/api',
  'operations/annotate',
  'operations/format-time.ts',
  'statemachine',
  'package-lock.json',
];

export interface BuildOptions {
  /** Called before it is built. */
  readonly tell?: (what: string) => void;
  /** Stops the building. */
  readonly signal?: AbortSignal;
}

/**
 * The folder of the page, built from its present sources; built now unless it was before. Throws PageNotBuilt, or
 * AbortError.
 */
export async function buildPage({ tell, signal }: BuildOptions): Promise<string> {
  const folder = path.join(builds, await hashOfSources());
  if (await exists(folder)) return folder;
  tell?.('Building the console, which takes some seconds');
  // Beside, and renamed: another server may build it, too, and nobody reads half a page.
  const unfinished = path.join(builds, `.${randomUUID()}`);
  try {
    await runVite(unfinished, signal);
    await rename(unfinished, folder).catch(async (error: Error) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await removeOthers(folder);
  return folder;
}

class PageNotBuilt extends Error {
  override name = 'PageNotBuilt' as const;
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesOf(path.join(project, source))) {
      hash.update(path.relative(project, file)).update(await readFile(file));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(place: string): Promise<string[]> {
  if ((await stat(place)).isFile()) return [place];
  const files = await readdir(place, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map((file) => path.join(file.parentPath, file.name))
    .sort();
}

function runVite(outDir: string, signal: AbortSignal | undefined): Promise<void> {
  const vite = path.join(project, 'node_modules/vite/bin/vite.js');
  const options = ['--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [vite, 'build', path.join(project, 'console/web'), ...options],
      // A test's own setting would put React's development build into the page.
      { signal, env: { ...process.env, NODE_ENV: 'production' } },
      (error, stdout, stderr) => {
        if (!error) resolve();
        else if (error.name === 'AbortError') reject(error);
        else
          reject(
            new PageNotBuilt(`Expected Vite to build console/web, got ${stderr || stdout || error.message}`),
          );
      },
    );
    // The face engine warms up meanwhile, and the first photo must not wait for a page.
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  });
}

async function removeOthers(current: string): Promise<void> {
  for (const name of await readdir(builds)) {
    // Another process may be building.
    if (!name.startsWith('.') && name !== path.basename(current))
      await rm(path.join(builds, name), { recursive: true, force: true });
  }
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );
