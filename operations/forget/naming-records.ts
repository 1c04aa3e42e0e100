import { GetCommand, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { countOutcomes, type FaceRecord, photoRecord } from '../../statemachine/photo-record.ts';
import type { Target } from '../connect.ts';

/** What of a record names people, and tells which record it is. Every record with faces has a threshold. */
const namingRecord = z.required(
  z.pick(photoRecord, {
    photoId: true,
    s3Key: true,
    faces: true,
    threshold: true,
    executionArn: true,
    matchedAt: true,
  }),
);
type NamingRecord = z.infer<typeof namingRecord>;

const ProjectionExpression = Object.keys(namingRecord.shape).join(', ');

/** A record names the face in a form that this version cannot change. */
class RecordUnreadable extends Error {
  override name = 'RecordUnreadable' as const;
}

/** A record was written anew each time that a face was to be taken out of it. */
class RecordKeepsChanging extends Error {
  override name = 'RecordKeepsChanging' as const;
}

/**
 * The records that name any of the faces. No filter of DynamoDB looks into the maps of a list: every record with somebody in
 * it is read. Throws RecordUnreadable after all others.
 */
export async function* findNamingRecords(
  { photos, deployment: { photosTable } }: Target,
  faceIds: readonly string[],
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
  let unreadable: RecordUnreadable | undefined;
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const record = readNamingRecord(item, faceIds);
      if (record instanceof RecordUnreadable) unreadable ??= record;
      else if (record) yield record;
    }
  }
  if (unreadable) throw unreadable;
}

/** The record, if it names any of the faces. */
function readNamingRecord(
  item: object,
  faceIds: readonly string[],
): NamingRecord | RecordUnreadable | undefined {
  const { data, error } = namingRecord.safeParse(item);
  if (data) return faceIds.some((faceId) => withoutFace(data, faceId, '').length > 0) ? data : undefined;
  const { photoId, s3Key = photoId, faces } = item as { photoId: string; s3Key?: string; faces?: unknown };
  const written = JSON.stringify(faces) ?? '';
  if (!faceIds.some((faceId) => written.includes(faceId))) return undefined;
  const faults = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return new RecordUnreadable(
    `Expected the record of ${s3Key} in the form of this version, got ${faults.join('; ')}: process the photo again, or forget it, and run this again`,
  );
}

/** A face that was somebody in the collection. */
type NamedFace = Extract<FaceRecord, { faceId: string }>;

interface Renaming {
  /** Of the face in the record's list. */
  readonly index: number;
  readonly before: NamedFace;
  readonly after: FaceRecord;
}

/**
 * How the faces of a record change that name a face of the collection, when that is forgotten.
 *
 * Who was that face is now nobody: NoMatch is what is true of the collection from here on, and the number of faces
 * stays. Only somebody who was indexed as another face of the same person stays known, under their own face.
 */
function withoutFace({ faces, threshold }: NamingRecord, faceId: string, forgottenAt: string): Renaming[] {
  return faces.flatMap((before, index): Renaming[] => {
    if (!('faceId' in before)) return [];
    if (before.faceId === faceId) {
      const { idx, boundingBox, thumbKey } = before;
      const place = { idx, boundingBox, ...(thumbKey !== undefined && { thumbKey }) };
      return [{ index, before, after: { ...place, outcome: 'NoMatch', threshold, forgottenAt } }];
    }
    if (before.personId !== faceId) return [];
    return [{ index, before, after: { ...before, personId: before.faceId } }];
  });
}

const mostTries = 10;

/** Takes a face out of a record, and returns the faces that named it. Throws RecordKeepsChanging. */
export async function unnameFace(target: Target, record: NamingRecord, faceId: string): Promise<Renaming[]> {
  const TableName = target.deployment.photosTable;
  const Key = { photoId: record.photoId };
  let current: ReturnType<typeof readNamingRecord> = record;
  for (let tries = 0; tries < mostTries; tries++) {
    if (!current) return [];
    if (current instanceof RecordUnreadable) throw current;
    const renamings = withoutFace(current, faceId, new Date().toISOString());
    if (renamings.length === 0) return [];
    if (await rename(target, current, renamings)) return renamings;
    const request = new GetCommand({ TableName, Key, ConsistentRead: true, ProjectionExpression });
    const { Item } = await target.photos.send(request);
    current = Item && readNamingRecord(Item, [faceId]);
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
