/** Where crops and working copies are stored. */
export interface Thumbs {
  readonly bucket: string;
  /** Ends with a slash. */
  readonly prefix: string;
}

/** Working copies lie under a prefix of their own, so that a lifecycle rule can expire them. */
export const workingCopyPrefix = ({ prefix }: Thumbs) => `${prefix}working/`;
