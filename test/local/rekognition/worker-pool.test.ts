import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { PoolClosed, WorkerCrashed, WorkerPool } from '../../../local/rekognition/engine/worker-pool.ts';
import type { PracticeJob } from './practice-worker.ts';

const script = new URL('./practice-worker.ts', import.meta.url);
let pool: WorkerPool<PracticeJob, string>;

afterEach(() => pool.close());

function openPool(workers: number, workerData?: unknown) {
  pool = new WorkerPool(script, { workers, workerData });
}

test('jobs wait for the workers to start and are answered', async () => {
  openPool(2);
  const answers = ['a', 'b', 'c', 'd', 'e'].map((text) => pool.run({ echo: text }));
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('an error fails its own job only', async () => {
  openPool(1);
  const failing = pool.run({ fail: 'this one' });
  const next = pool.run({ echo: 'next' });
  await expect(failing).rejects.toThrow('this one');
  expect(await next).toBe('next');
});

test('a worker that crashes fails its job, is replaced, and the next jobs are answered', async () => {
  openPool(1);
  const crashing = pool.run({ exit: 3 });
  const next = pool.run({ echo: 'next' });
  await expect(crashing).rejects.toThrow(WorkerCrashed);
  await expect(crashing).rejects.toThrow('exit code 3');
  expect(await next).toBe('next');
});

test('when no worker can start, every job is refused', async () => {
  openPool(2, { startsNever: true });
  await expect(pool.run({ echo: 'a' })).rejects.toThrow(WorkerCrashed);
  await expect(pool.start()).rejects.toThrow(WorkerCrashed);
  await expect(pool.run({ echo: 'b' })).rejects.toThrow(WorkerCrashed);
});

test('closing ends jobs under way, waiting and to come', async () => {
  openPool(1);
  const channel = new MessageChannel();
  const endless = pool.run({ hang: channel.port2 }, [channel.port2]);
  const waiting = pool.run({ echo: 'waiting' });
  await once(channel.port1, 'message');
  channel.port1.close();
  const jobs = Promise.allSettled([endless, waiting]);
  await pool.close();
  for (const job of await jobs) expect(job).toMatchObject({ reason: { name: 'PoolClosed' } });
  await expect(pool.run({ echo: 'late' })).rejects.toThrow(PoolClosed);
});
