import type { Retrier } from '../definition/states-language.ts';

/** The retries of one stay in a state; each retrier counts its own. */
export class Retries {
  readonly #retriers: readonly { retrier: Retrier; used: number }[];

  constructor(retriers: readonly Retrier[] = []) {
    this.#retriers = retriers.map((retrier) => ({ retrier, used: 0 }));
  }

  /** Seconds to wait before the state is tried again; undefined when it is not. `ofTask` as in `takesError`. */
  delayAfter(error: string | undefined, ofTask = false): number | undefined {
    const match = this.#retriers.find(({ retrier }) => takesError(retrier.ErrorEquals, error, ofTask));
    if (!match || match.used >= (match.retrier.MaxAttempts ?? 3)) return undefined;
    return retryDelay(match.retrier, match.used++);
  }
}

/** `random` is a part of 1, for full jitter. */
export function retryDelay(retrier: Retrier, retriesBefore: number, random = Math.random()): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Infinity, JitterStrategy } = retrier;
  const delay = Math.min(IntervalSeconds * BackoffRate ** retriesBefore, MaxDelaySeconds);
  return JitterStrategy === 'FULL' ? delay * random : delay;
}

/** AWS ends an execution with these whatever a wildcard says, unless it is a task's result that is too large. */
const terminal = ['States.Runtime', 'States.DataLimitExceeded'];

/**
 * Do the names of a Retry or Catch take this error? States.Runtime is never taken, not even by its own name;
 * States.DataLimitExceeded by its name only, except that of a task's result (`ofTask`): AWS's documentation says
 * otherwise, but recordings of the service show States.ALL taking it.
 */
export function takesError(names: readonly string[], error: string | undefined, ofTask = false): boolean {
  if (error === undefined || error === 'States.Runtime') return false;
  if (names.includes(error)) return true;
  if (terminal.includes(error) && !ofTask) return false;
  return names.includes('States.ALL') || (names.includes('States.TaskFailed') && error !== 'States.Timeout');
}
