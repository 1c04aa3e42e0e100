import type { Visit } from '../../../api/execution.ts';

export interface ErrorGroup {
  readonly error: string;
  readonly count: number;
  /** Of the last of them. */
  readonly cause: string;
}

/** The errors that the calls of these visits met, the most frequent first. */
export function groupErrors(visits: readonly Visit[]): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const { calls, error } of visits) {
    for (const met of [...calls.map((call) => call.error), error]) {
      if (!met) continue;
      const count = (groups.get(met.error)?.count ?? 0) + 1;
      groups.set(met.error, { error: met.error, count, cause: met.cause });
    }
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** `ThrottlingException ×3, TimeoutError` */
export const errorsInShort = (groups: readonly ErrorGroup[]): string =>
  groups.map(({ error, count }) => (count === 1 ? error : `${error} ×${count}`)).join(', ');
