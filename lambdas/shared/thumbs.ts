/** Where crops, working copies and cutouts are stored. */
export interface Thumbs {
  readonly bucket: string;
  /** Ends with a slash. */
  readonly prefix: string;
}

/** Working copies and cutouts lie under a prefix of their own, so that a lifecycle rule can expire them. */
export const workingPrefix = ({ prefix }: Thumbs) => `${prefix}working/`;
