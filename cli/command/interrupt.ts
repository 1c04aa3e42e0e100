/** How often it is looked whether the parent lives, in milliseconds. */
const lookEvery = 500;

/**
 * A signal that aborts at the first Ctrl-C (or SIGTERM), so that the command can end cleanly; and when the npm that
 * started it has gone, since then nobody is left to stop it. A second Ctrl-C ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  if (process.env.npm_lifecycle_event !== undefined) abortWithParent(interrupted);
  return interrupted.signal;
}

function abortWithParent(interrupted: AbortController): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    interrupted.abort();
  }, lookEvery).unref();
}
