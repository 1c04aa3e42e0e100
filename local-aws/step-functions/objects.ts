/** What a Distributed Map reads and writes in S3. Rejects with S3's own errors. */
export interface Objects {
  read(bucket: string, key: string): Promise<AsyncIterable<Uint8Array>>;
  /** Gives the size in bytes. */
  write(bucket: string, key: string, body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<number>;
}
