import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { readCorrectedRecord } from '../../statemachine/corrections.ts';
import type { Deployment } from '../../statemachine/deployment.ts';
import { readCaughtError } from '../../statemachine/face-record.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { photoRecord } from '../../statemachine/photo-record.ts';
import type { EndedExecution } from '../executions/open-executions.ts';
import type { NamedFace } from '../people/named-face.ts';

/** What the record of every version has; the rest is there as far as its version goes. */
const readableRecord = z.extend(
  z.partial(photoRecord),
  z.pick(photoRecord, {
    photoId: true,
    s3Key: true,
    status: true,
    faces: true,
    executionArn: true,
    matchedAt: true,
  }).shape,
);
export type ReadableRecord = z.infer<typeof readableRecord>;

/** A photo whose execution failed uncaught, or that never got one: the workflow wrote no record. */
export interface UnrecordedPhoto {
  readonly photoId: string;
  readonly s3Key: string;
  readonly status: 'FAILED';
  readonly faces: readonly [];
  readonly error: { readonly error: string; readonly cause: string };
  /** Absent when there was no execution. */
  readonly executionArn?: string;
}

/** What the Photos table holds, or what took its place. */
export type PhotoResult = ReadableRecord | UnrecordedPhoto;

/** With the names of people, as they are when it is told. */
export type NamedResult = PhotoResult & { readonly faces: readonly NamedFace[] };

/** Whether every face of the photo has its outcome. */
export const isProcessed = ({ status }: PhotoResult): boolean =>
  status === 'MATCHED' || status === 'NO_FACES';

/**
 * The record that an execution left. After a failure the table may still hold the record of an earlier
 * execution, which says nothing about this one.
 */
export async function readResult(
  photos: DynamoDBDocumentClient,
  deployment: Deployment,
  key: string,
  execution: EndedExecution,
): Promise<PhotoResult> {
  const { Item } = await photos.send(
    new GetCommand({
      TableName: deployment.photosTable,
      Key: { photoId: photoId(deployment.rawBucket, key) },
      ConsistentRead: true,
    }),
  );
  const { data: record } = readableRecord.safeParse(readCorrectedRecord(Item));
  // An execution that was superseded succeeds, and leaves the record of a later one.
  if (record && (execution.status === 'SUCCEEDED' || record.executionArn === execution.executionArn)) {
    return record;
  }
  return unrecorded(deployment, key, explainEnd(execution), execution.executionArn);
}

/** A stopped execution has neither error nor cause, one that timed out no cause. */
function explainEnd({ status, error, cause, name }: EndedExecution): UnrecordedPhoto['error'] {
  const fallback = `The execution ${name} ended as ${status} and recorded nothing`;
  return readCaughtError({ Error: error ?? status!, Cause: cause || fallback });
}

export const unrecorded = (
  { rawBucket }: Deployment,
  key: string,
  error: UnrecordedPhoto['error'],
  executionArn?: string,
): UnrecordedPhoto => ({
  photoId: photoId(rawBucket, key),
  s3Key: key,
  status: 'FAILED',
  faces: [],
  error,
  ...(executionArn && { executionArn }),
});
