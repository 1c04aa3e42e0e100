import { setTimeout as sleep } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';

/** Waits for `milliseconds` and answers in which thread. */
export const handler = async ({ milliseconds }: { milliseconds: number }) => {
  await sleep(milliseconds);
  return threadId;
};
