import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { functions } from '../../lambdas/functions.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Inside node_modules, so that what stays apart is found as by the project itself. */
const cache = join(project, 'node_modules/.cache/match-faces');

/** What the handlers are made of; the lock file stands for the packages. */
const sources = [
  'lambdas/**/*.ts',
  'statemachine/*.ts',
  'local/lambda/bundled-handlers.ts',
  'package-lock.json',
];

let bundled: Promise<string> | undefined;

/**
 * The file of a function's handler, bundled as for Lambda: a sandbox loads it in half the time that its TypeScript
 * and the SDK's hundreds of modules take. All are bundled together, once for the same sources.
 */
export async function bundledHandler(folder: string): Promise<string> {
  // What failed once, as a source that is being edited, is tried again.
  bundled ??= bundleHandlers().catch((error) => {
    bundled = undefined;
    throw error;
  });
  return join(await bundled, folder, 'handler.mjs');
}

async function bundleHandlers(): Promise<string> {
  const outdir = join(cache, hashOfSources());
  if (existsSync(outdir)) return outdir;
  const aside = `${outdir}.${process.pid}`;
  const { build } = await import('esbuild');
  await mkdir(cache, { recursive: true });
  await build({
    entryPoints: Object.values(functions).map(({ folder }) => join(project, 'lambdas', folder, 'handler.ts')),
    outbase: join(project, 'lambdas'),
    outdir: aside,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    // Names stay readable in a stack.
    minifyWhitespace: true,
    minifySyntax: true,
    external: ['sharp', 'libheif-js'],
    logLevel: 'silent',
  });
  // Another process may have been first.
  await rename(aside, outdir).catch(async (error) => {
    await rm(aside, { recursive: true });
    if (!existsSync(outdir)) throw error;
  });
  return outdir;
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: project }).sort()) {
    hash.update(file).update(readFileSync(join(project, file)));
  }
  return hash.digest('hex').slice(0, 20);
}
