/** As EventBridge's `Object Created`: the key as it is, the ETag without quotes, the size in bytes. */
export interface ObjectCreated {
  bucket: string;
  key: string;
  size: number;
  etag: string;
  /** Tells this write of the key from every other. */
  sequencer: string;
}

/** An event that is kept although its object is not there yet. */
export interface Announcement {
  /** The object is there: the event may go out. */
  confirm(): void;
  /** The object did not come to be. */
  withdraw(): void;
}

/**
 * Hears of every put, copy and completed upload before its object can be seen, so that a kill leaves no object without
 * its event; an event without its object is told by its sequencer. What it throws is the caller's error, and nothing is
 * stored. Undefined when nobody wants to know.
 */
export type AnnounceObject = (event: ObjectCreated) => Announcement | undefined;
