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

/** Of which photo an execution is, by its name; undefined for one that was named in another way, as by hand. */
export const photoIdIn = (name: string): string | undefined =>
  /(?:^|_)([0-9a-f]{20})_[0-9A-Za-z-]+$/.exec(name)?.[1];
