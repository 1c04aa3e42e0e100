import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { CloudMemory } from './cloud-process.ts';

const root = path.join(import.meta.dirname, '../..');

export interface ReprocessRun {
  readonly seconds: number;
  readonly before: CloudMemory;
  readonly after: CloudMemory;
  /** Megabytes. */
  readonly commandPeak: number;
}

/**
 * Runs so many photos, with so many faces each, through the local cloud by `npm run reprocess`, each in a process of
 * its own. Throws what the command wrote when it does not succeed.
 */
export async function runReprocess(photos: number, faces: number): Promise<ReprocessRun> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'match-faces-reprocess-'));
  const script = path.join(import.meta.dirname, 'cloud-process.ts');
  const cloud = fork(script, [dataDir, String(photos), String(faces)], { execArgv: ['--expose-gc'] });
  try {
    const before = await nextMemory(cloud);
    const begin = performance.now();
    const commandPeak = await runCommand(dataDir);
    const seconds = (performance.now() - begin) / 1000;
    cloud.send('measure');
    return { seconds, before, after: await nextMemory(cloud), commandPeak };
  } finally {
    const ended = once(cloud, 'exit');
    if (cloud.connected) cloud.send('close');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function nextMemory(cloud: ChildProcess): Promise<CloudMemory> {
  const ended = once(cloud, 'exit').then(([code]) => {
    throw new Error(`Expected the local cloud to run, but it ended with ${code}`);
  });
  const [memory] = await Promise.race([once(cloud, 'message'), ended]);
  return memory as CloudMemory;
}

/** Its peak of memory in megabytes. */
async function runCommand(dataDir: string): Promise<number> {
  const preloaded = path.join(import.meta.dirname, 'report-memory.ts');
  const command = path.join(root, 'cli/reprocess.ts');
  const args = ['--import', preloaded, command, '--prefix', 'photos-raw/', '--data-dir', dataDir];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const [stdout, stderr, kilobytes, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    text(child.stdio[3] as NodeJS.ReadableStream),
    once(child, 'close'),
  ]);
  if (code !== 0) throw new Error(`Expected reprocess to end with 0, got ${code}: ${stderr}${stdout}`);
  return Number(kilobytes) / 1024;
}
