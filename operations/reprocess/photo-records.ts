import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { outcomeCounts } from '../../statemachine/payloads.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { type OutcomeCounts, photoRecord, readPhotoRecord } from '../../statemachine/photo-record.ts';
import type { Target } from '../connect.ts';
import { patiently } from '../patiently.ts';

/** How many faces had which outcome. */
export const countAttributes = Object.keys(outcomeCounts.shape) as (keyof OutcomeCounts)[];

const recordExtract = z.extend(
  z.pick(photoRecord, { photoId: true, status: true, executionArn: true, threshold: true }),
  outcomeCounts.shape,
);
/** A photo's record without its faces. */
export type RecordExtract = z.infer<typeof recordExtract>;

/** A photo, and what the Photos table knows of it. */
export interface KnownPhoto {
  readonly key: string;
  /** Absent for a photo that was never recorded. Another program's item has little of it. */
  readonly record?: Partial<RecordExtract>;
}

/** Faces by a photo's record. A photo that could not be used has none in its record, and unknown ones once mended. */
export const knownFaces = ({ record }: KnownPhoto): number | undefined =>
  record?.status === 'FAILED' ? undefined : record?.faceCount;

/** The record, if that execution wrote it. */
export function writtenBy(
  executionArn: string,
  record: Partial<RecordExtract> | undefined,
): RecordExtract | undefined {
  return record?.executionArn === executionArn ? recordExtract.safeParse(record).data : undefined;
}

/** BatchGetItem's limit. */
const mostRecordsAtOnce = 100;

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

/** The records of at most 100 photos, by photoId; a photo without a record is left out. */
export async function readRecords(
  photos: DynamoDBDocumentClient,
  table: string,
  photoIds: readonly string[],
): Promise<ReadonlyMap<string, Partial<RecordExtract>>> {
  const records = new Map<string, Partial<RecordExtract>>();
  let wanted: BatchGetCommandInput['RequestItems'] = {
    [table]: {
      Keys: photoIds.map((photoId) => ({ photoId })),
      ProjectionExpression: Object.keys(recordExtract.shape).join(', ').replace('status', '#status'),
      ExpressionAttributeNames: { '#status': 'status' },
      ConsistentRead: true,
    },
  };
  // DynamoDB answers 16 MB at most, and less when it is busy.
  while (Object.keys(wanted ?? {}).length > 0) {
    const request = new BatchGetCommand({ RequestItems: wanted });
    const { Responses, UnprocessedKeys } = await patiently(() => photos.send(request));
    for (const item of Responses?.[table] ?? []) records.set(item.photoId, readPhotoRecord(item));
    wanted = UnprocessedKeys;
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
