/** A worker for the tests of the pool: does what its jobs say. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { serveJobs } from '../../../local/rekognition/engine/worker-pool.ts';

export type PracticeJob = { echo: string } | { fail: string } | { exit: number } | { hang: MessagePort };

if (workerData?.startsNever) process.exit(1);

serveJobs(parentPort!, async (job: PracticeJob): Promise<string> => {
  if ('echo' in job) return job.echo;
  if ('fail' in job) throw new Error(job.fail);
  if ('exit' in job) process.exit(job.exit);
  job.hang.postMessage('hanging');
  return new Promise(() => {});
});
