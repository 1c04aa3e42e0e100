import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { OutcomeCounts } from '../../statemachine/payloads.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';
import { patiently } from './patiently.ts';

/** How many faces had which outcome. */
export const countAttributes = [
  'faceCount',
  'matchedCount',
  'unmatchedCount',
  'indexedCount',
  'unsearchableCount',
  'failedCount',
] as const satisfies (keyof OutcomeCounts)[];

const attributes = ['photoId', 'status', 'executionArn', 'threshold', ...countAttributes] as const;

/** A photo's record without its faces. */
export type RecordExtract = Pick<PhotoRecord, (typeof attributes)[number]>;

/** BatchGetItem's limit. */
export const mostRecordsAtOnce = 100;

/** The records of at most 100 photos, by photoId; a photo without a record is left out. */
export async function readRecords(
  photos: DynamoDBDocumentClient,
  table: string,
  photoIds: readonly string[],
): Promise<ReadonlyMap<string, RecordExtract>> {
  const records = new Map<string, RecordExtract>();
  let wanted: BatchGetCommandInput['RequestItems'] = {
    [table]: {
      Keys: photoIds.map((photoId) => ({ photoId })),
      ProjectionExpression: attributes.join(', ').replace('status', '#status'),
      ExpressionAttributeNames: { '#status': 'status' },
      ConsistentRead: true,
    },
  };
  // DynamoDB answers 16 MB at most, and less when it is busy.
  while (Object.keys(wanted ?? {}).length > 0) {
    const request = new BatchGetCommand({ RequestItems: wanted });
    const { Responses, UnprocessedKeys } = await patiently(() => photos.send(request));
    for (const item of Responses?.[table] ?? []) records.set(item.photoId, item as RecordExtract);
    wanted = UnprocessedKeys;
  }
  return records;
}
