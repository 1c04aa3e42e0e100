import { photoId } from '../../statemachine/photo-id.ts';
import type { Target } from '../connect.ts';
import { mostRecordsAtOnce, type RecordExtract, readRecords } from './read-records.ts';

/** A photo, and what the Photos table knows of it. */
export interface KnownPhoto {
  readonly key: string;
  /** Absent for a photo that was never recorded. */
  readonly record?: Pick<RecordExtract, 'photoId' | 'status' | 'faceCount' | 'executionArn' | 'threshold'>;
}

/** Adds their records to photos, a hundred at a time. */
export async function* withRecords(
  { photos, deployment: { rawBucket, photosTable } }: Target,
  keys: AsyncIterable<string>,
): AsyncGenerator<KnownPhoto> {
  for await (const group of groupsOf(mostRecordsAtOnce, keys)) {
    const ids = group.map((key) => photoId(rawBucket, key));
    const records = await readRecords(photos, photosTable, ids);
    for (const [index, key] of group.entries()) yield { key, record: records.get(ids[index]!) };
  }
}

/** Faces by a photo's record. A photo that could not be used has none in its record, and unknown ones once mended. */
export const knownFaces = ({ record }: KnownPhoto): number | undefined =>
  record === undefined || record.status === 'FAILED' ? undefined : record.faceCount;

async function* groupsOf<Item>(size: number, items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
