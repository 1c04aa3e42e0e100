import type { Interceptor } from './call.ts';
import { type Permission, permissionsFor } from './permissions.ts';

/** A permission that somebody used at least once. */
export interface RecordedPermission extends Permission {
  /** A function's name, or `operator`. */
  readonly caller: string;
}

export interface Recorder {
  readonly intercept: Interceptor;
  /** Every distinct entry so far, in the order of first use. */
  readonly entries: readonly RecordedPermission[];
  /** How many calls were not recorded because the record was full. */
  readonly dropped: number;
}

/** Records which permissions the calls used, refused calls too; `limit` distinct entries are kept. */
export function createRecorder(limit = 10_000): Recorder {
  const recorded = new Map<string, RecordedPermission>();
  let dropped = 0;

  return {
    intercept: (call) => {
      for (const permission of permissionsFor(call)) {
        const entry = { caller: call.caller, ...permission };
        const key = JSON.stringify(entry);
        if (recorded.has(key)) continue;
        if (recorded.size < limit) recorded.set(key, entry);
        else dropped += 1;
      }
    },
    get entries() {
      return [...recorded.values()];
    },
    get dropped() {
      return dropped;
    },
  };
}
