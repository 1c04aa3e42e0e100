/** Where crops, working copies and cutouts are stored. */
export interface Thumbs {
  readonly bucket: string;
  /** Ends with a slash. */
  readonly prefix: string;
}

/** Working copies and cutouts lie under a prefix of their own, so that a lifecycle rule can expire them. */
export const workingPrefix = ({ prefix }: Thumbs) => `${prefix}working/`;

/** What runs of many photos select and what becomes of them; a folder for each, under a prefix of their own. */
export const runsPrefix = ({ prefix }: Thumbs) => `${prefix}runs/`;

/** As long as Step Functions keeps the run's history: its summary names files in there, and a redrive reads them again. */
export const runFileDays = 90;
