/** A file's bytes, in memory or on a disk; fewer than asked for where it ends. */
export type ReadAt = (at: number, length: number) => Buffer;

export const inMemory =
  (bytes: Buffer): ReadAt =>
  (at, length) =>
    bytes.subarray(at, at + length);
