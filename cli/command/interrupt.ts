/**
 * A signal that aborts at the first Ctrl-C (or SIGTERM), so that the command can end cleanly. A second one
 * ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  return interrupted.signal;
}
