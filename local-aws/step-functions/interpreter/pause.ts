/** Node's timers reach 24.8 days; a longer one would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** Calls `then` after `milliseconds`, however many, unless what it gives is called before. */
export function callAfter(milliseconds: number, then: () => void): () => void {
  const due = performance.now() + milliseconds;
  let timer: NodeJS.Timeout;
  const wait = (left: number) => {
    timer = setTimeout(
      left > longestTimer ? () => wait(due - performance.now()) : then,
      Math.min(left, longestTimer),
    );
  };
  wait(milliseconds);
  return () => clearTimeout(timer);
}

/** Resolves after `milliseconds`, or rejects with the signal's reason. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = () => reject(signal.reason);
  const cancel = callAfter(milliseconds, resolve);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await promise;
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
  }
}
