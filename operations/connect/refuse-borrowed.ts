import type { Target } from '../connect.ts';

/** The cloud of another command can be looked at, but ends with that command, in the midst of this one's photos. */
export function refuseBorrowed({ kind, startOnUpload }: Target): void {
  if (kind !== 'server' || startOnUpload) return;
  throw new Error('Expected the data folder free, but another command is using it: wait until it ends');
}
