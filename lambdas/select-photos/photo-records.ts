import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { photoId } from '../../statemachine/photo-id.ts';
import { type PhotoRecord, readPhotoRecord } from '../../statemachine/photo-record.ts';

const names = [
  'status',
  'faceCount',
  'matchedCount',
  'unmatchedCount',
  'matchedAt',
  'faceModelVersion',
] as const;

/** What of its record a run needs to know of a photo. */
export type RecordExtract = Partial<Pick<PhotoRecord, (typeof names)[number]>>;

/** A photo, and what the Photos table knows of it. */
export interface KnownPhoto {
  readonly key: string;
  /** Absent for a photo that was never recorded. Another program's item has little of it. */
  readonly record?: RecordExtract;
}

/** Faces by a photo's record. A photo that could not be used has none in its record, and unknown ones once mended. */
export const knownFaces = ({ record }: KnownPhoto): number | undefined =>
  record?.status === 'FAILED' ? undefined : record?.faceCount;

/** BatchGetItem's limit. */
const mostRecordsAtOnce = 100;

/** Adds their records to photos, a hundred at a time. */
export async function* withRecords(
  photos: DynamoDBDocumentClient,
  { rawBucket, photosTable }: { rawBucket: string; photosTable: string },
  keys: AsyncIterable<string>,
): AsyncGenerator<KnownPhoto> {
  for await (const group of groupsOf(mostRecordsAtOnce, keys)) {
    const ids = group.map((key) => photoId(rawBucket, key));
    const records = await readRecords(photos, photosTable, ids);
    for (const [index, key] of group.entries()) yield { key, record: records.get(ids[index]!) };
  }
}

/** By photoId; a photo without a record is left out. */
async function readRecords(
  photos: DynamoDBDocumentClient,
  table: string,
  photoIds: readonly string[],
): Promise<ReadonlyMap<string, RecordExtract>> {
  const records = new Map<string, RecordExtract>();
  let wanted: BatchGetCommandInput['RequestItems'] = {
    [table]: {
      Keys: photoIds.map((photoId) => ({ photoId })),
      ProjectionExpression: `photoId, ${names.join(', ').replace('status', '#status')}`,
      ExpressionAttributeNames: { '#status': 'status' },
      ConsistentRead: true,
    },
  };
  for (let wait = 50; Object.keys(wanted ?? {}).length > 0; wait = Math.min(2 * wait, 5_000)) {
    const answer: BatchGetCommandOutput = await photos.send(new BatchGetCommand({ RequestItems: wanted }));
    const { Responses, UnprocessedKeys } = answer;
    for (const item of Responses?.[table] ?? []) records.set(item.photoId, readPhotoRecord(item));
    wanted = UnprocessedKeys;
    // DynamoDB answers less than it was asked when it is busy.
    if (Object.keys(wanted ?? {}).length > 0) await pause(wait);
  }
  return records;
}

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
