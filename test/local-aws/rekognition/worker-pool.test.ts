import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PoolClosed, WorkerCrashed, WorkerPool } from '../../../local-aws/rekognition/engine/worker-pool.ts';
import type { PracticeJob } from './practice-worker.ts';

const script = new URL('practice-worker.ts', import.meta.url);
let pool: WorkerPool<PracticeJob, string> | undefined;
let folder: string;
let pidFile: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'worker-pool-'));
  pidFile = join(folder, 'pid');
});

afterEach(async () => {
  await pool?.close();
  rmSync(folder, { recursive: true });
});

function openPool(workers: number, workerScript = script) {
  pool = new WorkerPool(workerScript, workers);
  return pool;
}

test('jobs wait for the workers to start and are answered', async () => {
  const pool = openPool(2);
  const answers = ['a', 'b', 'c', 'd', 'e'].map((text) => pool.run({ echo: text }));
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('an error fails its own job only', async () => {
  const pool = openPool(1);
  const failing = pool.run({ fail: 'this one' });
  const next = pool.run({ echo: 'next' });
  await expect(failing).rejects.toThrow('this one');
  expect(await next).toBe('next');
});

test('a worker that crashes fails its job, is replaced, and the next jobs are answered', async () => {
  const pool = openPool(1);
  const crashing = pool.run({ exit: 3 });
  const next = pool.run({ echo: 'next' });
  await expect(crashing).rejects.toThrow(WorkerCrashed);
  await expect(crashing).rejects.toThrow('exit code 3');
  expect(await next).toBe('next');
});

test('when no worker can start, every job is refused', async () => {
  const pool = openPool(2, new URL('never-starts.ts', import.meta.url));
  await expect(pool.run({ echo: 'a' })).rejects.toThrow(WorkerCrashed);
  await expect(pool.start()).rejects.toThrow(WorkerCrashed);
  await expect(pool.run({ echo: 'b' })).rejects.toThrow(WorkerCrashed);
});

test('a worker that is killed fails its job and says what by', async () => {
  const pool = openPool(1);
  await expect(pool.run({ die: true })).rejects.toThrow('SIGKILL');
  expect(await pool.run({ echo: 'next' })).toBe('next');
});

test('closing ends jobs under way, waiting and to come, and the workers', async () => {
  const pool = openPool(1);
  const endless = pool.run({ hang: pidFile });
  const waiting = pool.run({ echo: 'waiting' });
  const jobs = Promise.allSettled([endless, waiting]);
  const worker = await workerHanging();
  await pool.close();
  for (const job of await jobs) expect(job).toMatchObject({ reason: { name: 'PoolClosed' } });
  await expect(pool.run({ echo: 'late' })).rejects.toThrow(PoolClosed);
  expect(isRunning(worker)).toBe(false);
});

test('a worker does not outlive the process of its pool', async () => {
  const owner = fork(new URL('practice-pool.ts', import.meta.url), [pidFile], { execArgv: [] });
  const worker = await workerHanging();
  owner.kill('SIGKILL');
  await vi.waitUntil(() => !isRunning(worker), { timeout: 10_000 });
});

const workerHanging = () =>
  vi.waitUntil(() => existsSync(pidFile) && Number(readFileSync(pidFile, 'utf8')), { timeout: 10_000 });

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
