import { GetCommand, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { countOutcomes } from '../../statemachine/photo-record.ts';
import type { Target } from '../connect.ts';
import { type NamingRecord, type Renaming, withoutFace } from './without-face.ts';

/** A record was written anew each time that a face was to be taken out of it. */
class RecordKeepsChanging extends Error {
  override name = 'RecordKeepsChanging' as const;
}

const ProjectionExpression = 'photoId, s3Key, faces, threshold, executionArn, matchedAt';

/**
 * The records that name a face. No filter of DynamoDB looks into the maps of a list: every record with somebody in
 * it is read.
 */
export async function* findNamingRecords(
  { photos, deployment: { photosTable } }: Target,
  faceId: string,
): AsyncGenerator<NamingRecord> {
  const pages = paginateScan(
    { client: photos },
    {
      TableName: photosTable,
      ConsistentRead: true,
      FilterExpression: 'matchedCount > :none OR indexedCount > :none',
      ExpressionAttributeValues: { ':none': 0 },
      ProjectionExpression,
    },
  );
  for await (const { Items = [] } of pages) {
    for (const record of Items as NamingRecord[])
      if (withoutFace(record, faceId, '').length > 0) yield record;
  }
}

const mostTries = 10;

/** Takes a face out of a record, and returns the faces that named it. Throws RecordKeepsChanging. */
export async function unnameFace(target: Target, record: NamingRecord, faceId: string): Promise<Renaming[]> {
  let current: NamingRecord | undefined = record;
  for (let tries = 0; tries < mostTries; tries++) {
    const renamings: Renaming[] = current ? withoutFace(current, faceId, new Date().toISOString()) : [];
    if (renamings.length === 0 || (await rename(target, current!, renamings))) return renamings;
    current = await readRecord(target, record.photoId);
  }
  throw new RecordKeepsChanging(
    `Expected the record of ${record.s3Key} to stay as it is for a moment, but it changed ${mostTries} times: run this again when no execution is running`,
  );
}

/** Returns false, and leaves everything as it is, when the record is no longer the one that was read. */
async function rename(
  { photos, deployment }: Target,
  { photoId, executionArn, matchedAt }: NamingRecord,
  renamings: readonly Renaming[],
): Promise<boolean> {
  const face = ({ index }: Renaming) => `faces[${index}]`;
  const added = countOutcomes(renamings.map(({ after }) => after));
  const removed = countOutcomes(renamings.map(({ before }) => before));
  const request = new UpdateCommand({
    TableName: deployment.photosTable,
    Key: { photoId },
    UpdateExpression:
      `SET ${renamings.map((each) => `${face(each)} = :after${each.index}`).join(', ')}` +
      ' ADD matchedCount :matched, unmatchedCount :unmatched, indexedCount :indexed',
    // Not written anew by an execution, and not changed by the forgetting of another face.
    ConditionExpression: [
      'executionArn = :executionArn AND matchedAt = :matchedAt',
      ...renamings.map((each) => `${face(each)}.faceId = :before${each.index}`),
    ].join(' AND '),
    ExpressionAttributeValues: {
      ':executionArn': executionArn,
      ':matchedAt': matchedAt,
      ':matched': added.matchedCount - removed.matchedCount,
      ':unmatched': added.unmatchedCount - removed.unmatchedCount,
      ':indexed': added.indexedCount - removed.indexedCount,
      ...Object.fromEntries(
        renamings.flatMap(({ index, before, after }) => [
          [`:before${index}`, before.faceId],
          [`:after${index}`, after],
        ]),
      ),
    },
  });
  try {
    await photos.send(request);
    return true;
  } catch (error) {
    if ((error as Error).name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

async function readRecord(
  { photos, deployment }: Target,
  photoId: string,
): Promise<NamingRecord | undefined> {
  const { Item } = await photos.send(
    new GetCommand({
      TableName: deployment.photosTable,
      Key: { photoId },
      ConsistentRead: true,
      ProjectionExpression,
    }),
  );
  return Item as NamingRecord | undefined;
}
