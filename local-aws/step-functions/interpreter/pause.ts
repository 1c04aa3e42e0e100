import { setTimeout } from 'node:timers/promises';

/** Node's timers reach 24.8 days; a longer one would fire at once. */
export const longestTimer = 2 ** 31 - 1;

/** Resolves after `milliseconds`, or rejects with the signal's reason. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await setTimeout(Math.min(milliseconds, longestTimer), undefined, { signal }).catch(() => {
    throw signal.reason;
  });
}
