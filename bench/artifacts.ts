/** `npm run bench:artifacts`: what Lambda gets of each function, and how long it takes to import it. */
import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { bundle } from './bundle.ts';
import { report, rounded } from './report.ts';

const { json, runs } = new Command('npm run bench:artifacts --')
  .description(
    "Sizes of the functions' assets, bundled for this machine's architecture, and the median time of importing " +
      'each in a process of its own, outside the repository; and of libheif, which only HEIC photos load.',
  )
  .option('--runs <number>', 'imports of each', Number, 7)
  .option('--json', 'print {"rows": […]} and nothing else on stdout')
  .parse()
  .opts<{ json?: boolean; runs: number }>();

const folder = mkdtempSync(join(tmpdir(), 'bench-artifacts-'));
try {
  const { functions } = await bundle(folder, { architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64' });
  const rows = [];
  for (const [name, { folder: asset, handler, environment }] of Object.entries(functions)) {
    const entry = join(asset, handler.replace(/\.handler$/, '.mjs'));
    rows.push({ import: name, ...sizes(asset), importMs: await importTime(entry, environment) });
  }
  const heic = join(functions.DetectFaces.folder, 'node_modules/libheif-js');
  const decoder = await importTime(join(heic, 'wasm-bundle.js'), {});
  rows.push({ import: 'libheif-js, with the first HEIC photo', ...sizes(heic), importMs: decoder });
  report(rows, { json });
} finally {
  rmSync(folder, { recursive: true });
}

/** MB; the zip is estimated by compressing each file by itself, as zip does. */
function sizes(asset: string) {
  const files = globSync('**', { cwd: asset, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name));
  const sum = (sizeOf: (path: string) => number) =>
    paths.reduce((total, path) => total + sizeOf(path), 0) / 1e6;
  return {
    unzippedMB: rounded(
      sum((path) => statSync(path).size),
      2,
    ),
    zippedMB: rounded(
      sum((path) => gzipSync(readFileSync(path)).length),
      2,
    ),
  };
}

/** Milliseconds, the median. */
async function importTime(entry: string, environment: Record<string, string>): Promise<number> {
  const script = join(import.meta.dirname, 'artifacts/measure-import.mjs');
  const env = {
    ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, plainText(name, value)])),
    AWS_REGION: 'us-east-1',
  };
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, [script, entry], { env });
    times.push(Number(stdout));
  }
  return Math.round(times.sort((a, b) => a - b)[Math.floor(runs / 2)]!);
}

/** The template refers to what it creates: any name will do for an import. */
function plainText(name: string, value: unknown): string {
  return typeof value === 'string' ? value : name.toLowerCase().replaceAll('_', '-');
}
