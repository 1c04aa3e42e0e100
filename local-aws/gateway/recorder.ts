import type { Interceptor } from './call.ts';
import { type Permission, permissionsFor } from './permissions.ts';

/** A permission that somebody used at least once. */
export interface RecordedPermission extends Permission {
  /** A function's name, or `operator`. */
  readonly caller: string;
}

/** How often somebody used an action, whatever its resource: what AWS would bill requests by. */
export interface ActionCount {
  readonly caller: string;
  readonly action: string;
  readonly count: number;
}

export interface Recorder {
  readonly intercept: Interceptor;
  /** Every distinct entry, in the order of first use, until the record is full. */
  readonly entries: readonly RecordedPermission[];
  /** Every call so far, those that were refused too. */
  readonly counts: readonly ActionCount[];
}

/** Records which permissions the calls used, refused calls too; `limit` distinct entries are kept. */
export function createRecorder(limit = 10_000): Recorder {
  const recorded = new Map<string, RecordedPermission>();
  const counts = new Map<string, ActionCount>();

  function countAction(caller: string, action: string) {
    const key = `${caller} ${action}`;
    const { count } = counts.get(key) ?? { count: 0 };
    // The client names the operation, and may make up any number of them.
    if (count > 0 || counts.size < limit) counts.set(key, { caller, action, count: count + 1 });
  }

  return {
    intercept: (call) => {
      for (const permission of permissionsFor(call)) {
        countAction(call.caller, permission.action);
        const entry = { caller: call.caller, ...permission };
        const key = JSON.stringify(entry);
        if (!recorded.has(key) && recorded.size < limit) recorded.set(key, entry);
      }
    },
    get entries() {
      return [...recorded.values()];
    },
    get counts() {
      return [...counts.values()];
    },
  };
}
