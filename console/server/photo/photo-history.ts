import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { executionArnOf, executionName } from '../../../operations/executions/execution-name.ts';
import type { Names } from '../../../operations/people/names.ts';
import { type CorrectedFace, readCorrectedRecord } from '../../../statemachine/corrections.ts';
import { photoId } from '../../../statemachine/photo-id.ts';
import { type PhotoRecord, readPhotoRecord } from '../../../statemachine/photo-record.ts';
import { type ExecutionRow, listQuery } from '../../api/execution.ts';
import type { Face } from '../../api/face.ts';
import type { PhotoHistory, PhotoRun, photoQuery } from '../../api/photo.ts';
import type { DescribedExecutions } from '../executions/described.ts';
import { readDetected, readFaces } from '../executions/faces.ts';
import type { Histories } from '../executions/history.ts';
import { listPage } from '../executions/list-page.ts';
import { annotatedUrl, cropUrl, photoUrl } from '../images/image-urls.ts';
import { keyUnder } from '../images/stored-object.ts';
import { withNames } from '../people/named-faces.ts';
import { Refusal } from '../refusal.ts';

export interface HistorySources {
  readonly target: Target;
  readonly described: DescribedExecutions;
  readonly histories: Histories;
  readonly names: Names;
}

/** Executions of a page: of each the whole history is read. */
const runsOfPage = 10;

/** A photo's record as it stands, and its executions, the newest first. Throws Refusal for a photo nobody knows of. */
export async function readPhotoHistory(
  sources: HistorySources,
  { key, cursor }: z.output<typeof photoQuery>,
): Promise<PhotoHistory> {
  const { target, described, names } = sources;
  keyUnder(target.deployment.rawPrefix, key);
  const [page, record] = await Promise.all([
    listPage(target, described, listQuery.parse({ photo: key, limit: runsOfPage, cursor })),
    readRecord(target, key),
  ]);
  if (page.executions.length === 0 && !page.cursor && !record) await refuseUnknown(target, key);
  const pinned = { etag: record?.photoEtag, versionId: record?.photoVersionId };
  return {
    key,
    imageUrl: photoUrl(key, 'full', pinned),
    ...(record?.faces?.length && { annotatedUrl: annotatedUrl(executionName(record.executionArn)) }),
    ...(record && { record: await toRecord(record, names) }),
    runs: await Promise.all(page.executions.map((row) => toRun(row, sources))),
    ...(page.cursor !== undefined && { cursor: page.cursor }),
  };
}

type Recorded = Partial<PhotoRecord> &
  Pick<PhotoRecord, 'status' | 'executionArn' | 'matchedAt'> & {
    /** After what was said of them since. */
    readonly corrected?: readonly CorrectedFace[];
  };

/** Undefined also for an item that only another program wrote. */
async function readRecord({ photos, deployment }: Target, key: string): Promise<Recorded | undefined> {
  const { Item } = await photos.send(
    new GetCommand({
      TableName: deployment.photosTable,
      Key: { photoId: photoId(deployment.rawBucket, key) },
      ConsistentRead: true,
    }),
  );
  const record = readPhotoRecord(Item);
  const { status, executionArn, matchedAt } = record;
  if (!status || !executionArn || !matchedAt) return undefined;
  return { ...record, status, executionArn, matchedAt, corrected: readCorrectedRecord(Item).faces };
}

async function toRecord({ corrected, ...record }: Recorded, names: Names): Promise<PhotoHistory['record']> {
  const { status, executionArn, matchedAt, threshold, collectionId, faceModelVersion, error } = record;
  const faces = (corrected ?? []).map(
    ({ notFaceIds, ...face }): Face => ({
      ...face,
      ...(notFaceIds && { notFaceIds: [...notFaceIds] }),
      ...(face.thumbKey !== undefined && { cropUrl: cropUrl(face.thumbKey) }),
    }),
  );
  return {
    text: JSON.stringify(record),
    status,
    faces: [...(await withNames(names, faces))],
    execution: executionName(executionArn),
    recordedAt: matchedAt,
    ...(threshold !== undefined && { threshold }),
    ...(collectionId !== undefined && { collectionId }),
    ...(faceModelVersion !== undefined && { faceModelVersion }),
    ...(error && { error }),
  };
}

async function toRun(
  { photo: _, ...row }: ExecutionRow,
  { target, histories, names }: HistorySources,
): Promise<PhotoRun> {
  const executionArn = executionArnOf(target.deployment.stateMachineArn, row.name);
  const stopped = row.stoppedAt === undefined ? undefined : new Date(row.stoppedAt);
  const { visits } = await histories.of(executionArn, stopped);
  const detected = readDetected(visits);
  if (!detected) return { ...row, faces: [] };
  const faces = readFaces(detected, visits, { isRunning: stopped === undefined });
  return {
    ...row,
    faces: [...(await withNames(names, faces))],
    detected: { etag: detected.photo.etag, threshold: detected.threshold },
  };
}

async function refuseUnknown({ s3, deployment }: Target, key: string): Promise<void> {
  await s3.send(new HeadObjectCommand({ Bucket: deployment.rawBucket, Key: key })).catch((error: Error) => {
    if (error.name !== 'NotFound') throw error;
    throw new Refusal(404, 'PhotoDoesNotExist', {
      message: `Expected the key of a photo that is in the bucket, recorded or was run, got ${JSON.stringify(key)}`,
      whatToDo: 'It may have been forgotten since. Go back to the executions.',
      field: 'key',
    });
  });
}
