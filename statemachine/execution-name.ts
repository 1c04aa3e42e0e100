import { createHash } from 'node:crypto';

/** Characters that a name may have on AWS. */
const longestName = 80;

export interface ExecutionNameParts {
  /** What of the photo's key tells a person which it is; two keys may have the same. */
  readonly readable: string;
  /** Makes the name one photo's. */
  readonly photoId: string;
  /** What tells one execution of the photo from the next: for an upload, S3's sequencer. */
  readonly occasion: string;
}

/** `<readable>_<photoId>_<occasion>`. Of what is readable the end is kept: that is where a file's own name stands. */
export function executionName({ readable, photoId, occasion }: ExecutionNameParts): string {
  const identity = `${photoId}_${occasion}`;
  const room = Math.max(0, longestName - identity.length - 1);
  const kept = readable.slice(Math.max(0, readable.length - room)).replace(/^[-_]+/, '');
  return kept ? `${kept}_${identity}` : identity;
}

/** A redrive adds one to the last part of a name, and Step Functions redrives an execution no more often. */
const mostRedrives = 1_000;

/** Characters of a batch that leave room for what is readable. */
const longestBatch = 14;

/**
 * The name of a photo's execution in a run of many, all but the `-<redrives>` that the state machine adds. A run's own
 * name of more than 14 characters, as the console gives it, is cut to a digest.
 */
export function nameInRun({
  readable,
  photoId,
  run,
}: Omit<ExecutionNameParts, 'occasion'> & { run: string }) {
  const batch = batchOf(run);
  const longest = `-${mostRedrives}`;
  return executionName({ readable, photoId, occasion: batch + longest }).slice(0, -longest.length);
}

/** How the names of a run's executions tell it. */
export const batchOf = (run: string): string =>
  run.length <= longestBatch && /^[0-9A-Za-z-]+$/.test(run)
    ? run
    : createHash('sha256').update(run).digest('hex').slice(0, longestBatch);

/** Of which photo an execution is, by its name; undefined for one that was named in another way, as by hand. */
export const photoIdIn = (name: string): string | undefined =>
  /(?:^|_)([0-9a-f]{20})_[0-9A-Za-z-]+$/.exec(name)?.[1];
