/** A worker for the tests of the pool: does what its jobs say. */
import { writeFileSync } from 'node:fs';
import { serveJobs } from '../../../local-aws/rekognition/engine/worker-pool.ts';

export type PracticeJob =
  | { echo: string }
  | { fail: string }
  | { exit: number }
  | { die: true }
  /** Writes its process id into this file, and never ends. */
  | { hang: string };

serveJobs(async (job: PracticeJob): Promise<string> => {
  if ('echo' in job) return job.echo;
  if ('fail' in job) throw new Error(job.fail);
  if ('exit' in job) process.exit(job.exit);
  if ('die' in job) process.kill(process.pid, 'SIGKILL');
  else writeFileSync(job.hang, String(process.pid));
  // Work under way keeps a process alive.
  setInterval(() => {}, 1000);
  return new Promise(() => {});
});
