import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { functions } from '../../lambdas/functions.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Inside node_modules, so that what stays apart is found as by the project itself. */
const cache = join(project, 'node_modules/.cache/match-faces');

const entryPoints = [
  ...Object.values(functions).map(({ folder }) => `lambdas/${folder}/handler.ts`),
  'local-aws/lambda/sandbox-worker.ts',
];

/** What they are made of; the lock file stands for the packages. */
const sources = ['lambdas/**/*.ts', 'statemachine/*.ts', 'local-aws/lambda/*.ts', 'package-lock.json'];

let bundled: Promise<string> | undefined;

/**
 * The file of a function's handler, or of what loads it in a sandbox, bundled as for Lambda: a sandbox starts in half
 * the time that TypeScript and the SDK's hundreds of modules take. All are bundled together, once for the same sources.
 */
export async function bundledModule(entryPoint: string): Promise<string> {
  // What failed once, as a source that is being edited, is tried again.
  bundled ??= bundle().catch((error) => {
    bundled = undefined;
    throw error;
  });
  return join(await bundled, entryPoint.replace(/\.ts$/, '.cjs'));
}

async function bundle(): Promise<string> {
  const outdir = join(cache, hashOfSources());
  if (existsSync(outdir)) return outdir;
  const aside = `${outdir}.${process.pid}`;
  const { build } = await import('esbuild');
  await mkdir(cache, { recursive: true });
  await build({
    entryPoints: entryPoints.map((entryPoint) => join(project, entryPoint)),
    outbase: project,
    outdir: aside,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
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
