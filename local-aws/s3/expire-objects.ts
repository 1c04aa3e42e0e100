import { ServiceError } from '../service-error.ts';
import type { ObjectStore } from './object-store.ts';

/** What a lifecycle rule of S3 says: objects under the prefix expire so many days after they were written. */
export interface Expiry {
  readonly bucket: string;
  readonly prefix: string;
  readonly days: number;
}

const day = 24 * 60 * 60 * 1000;

/** How often it is looked, in milliseconds. */
const lookEvery = 60 * 60 * 1000;

/** Deletes what has expired: now, in the background, and every hour. */
export function expireObjects(store: ObjectStore, rules: readonly Expiry[]): { close(): void } {
  let closed = false;
  const look = async () => {
    for (const { bucket, prefix, days } of rules) {
      const writtenBefore = Date.now() - days * day;
      await deleteWrittenBefore(store, { bucket, prefix }, writtenBefore, () => closed);
    }
  };
  const lookQuietly = () =>
    void look().catch((error: Error) =>
      console.error(`Expected to delete expired objects: ${error.message}`),
    );
  const timer = setInterval(lookQuietly, lookEvery).unref();
  lookQuietly();
  return {
    close: () => {
      closed = true;
      clearInterval(timer);
    },
  };
}

async function deleteWrittenBefore(
  store: ObjectStore,
  { bucket, prefix }: { bucket: string; prefix: string },
  before: number,
  isOver: () => boolean,
): Promise<void> {
  for await (const { key, etag, lastModified } of allObjects(store, bucket, prefix)) {
    if (isOver()) return;
    if (Date.parse(lastModified) >= before) continue;
    await store.deleteObject({ bucket, key, ifMatch: etag }).catch((error) => {
      // Somebody deleted or replaced it meanwhile.
      if (!(error instanceof ServiceError)) throw error;
    });
  }
}

/** Every object under a prefix. */
export async function* allObjects(store: ObjectStore, bucket: string, prefix: string) {
  let after: string | undefined;
  do {
    const { objects, next } = await store.listObjects({ bucket, prefix, after });
    yield* objects;
    after = next;
  } while (after !== undefined);
}
