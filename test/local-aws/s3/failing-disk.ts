import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** What changes which files there are, and what one of a few bytes holds. */
const inPlace = ['mkdirSync', 'openSync', 'renameSync', 'rmSync', 'writeFileSync', 'writeSync'] as const;
const later = ['appendFile', 'mkdir', 'open', 'rename', 'rm', 'writeFile'] as const;

/** What becomes of a change that is counted from 1 on: null lets it happen. */
export type Disturb = (count: number) => 'killed' | Error | null;

export interface DisturbedDisk extends Disposable {
  readonly changes: number;
}

/**
 * The disk of this process, until it is disposed of: a change may fail, or be one that the process was killed before, and
 * then all that follow are: none of them happens, and whoever awaits one waits for ever.
 */
export function disturbDisk(disturb: Disturb): DisturbedDisk {
  const original = { ...fs };
  const originalPromises = { ...promises };
  let changes = 0;
  let killed = false;

  function next(): 'killed' | Error | null {
    changes += 1;
    const disturbed = killed ? 'killed' : disturb(changes);
    killed ||= disturbed === 'killed';
    return disturbed;
  }

  for (const name of inPlace) {
    const change = original[name] as (...args: unknown[]) => unknown;
    Object.assign(fs, {
      [name]: (...args: unknown[]) => {
        if (isOther(name, args)) return change(...args);
        const disturbed = next();
        if (disturbed === 'killed') throw new Error('The process was killed');
        if (disturbed) throw disturbed;
        return change(...args);
      },
    });
  }
  for (const name of later) {
    const change = originalPromises[name] as (...args: unknown[]) => Promise<unknown>;
    Object.assign(promises, {
      [name]: (...args: unknown[]) => {
        const disturbed = next();
        if (disturbed === 'killed') return new Promise(() => {});
        return disturbed ? Promise.reject(disturbed) : change(...args);
      },
    });
  }
  syncBuiltinESMExports();
  return {
    get changes() {
      return changes;
    },
    [Symbol.dispose]: () => {
      for (const name of inPlace) Object.assign(fs, { [name]: original[name] });
      for (const name of later) Object.assign(promises, { [name]: originalPromises[name] });
      syncBuiltinESMExports();
    },
  };
}

/** Reading, and the standard streams. */
const isOther = (name: string, [target, mode]: unknown[]) =>
  name === 'openSync' ? mode === 'r' : name === 'writeSync' && Number(target) <= 2;

export const noSpace = () =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
