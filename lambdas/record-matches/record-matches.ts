import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { toFaceRecord } from '../../statemachine/face-record.ts';
import type { PhotoToRecord, RecordedPhoto } from '../../statemachine/payloads.ts';
import { countOutcomes, type PhotoRecord } from '../../statemachine/photo-record.ts';
import { explainPartial } from './cause.ts';
import { reportFaces, reportPhoto } from './report.ts';
import { savePhotoRecord } from './save-photo-record.ts';
import { summarize } from './summary.ts';

/**
 * Records what became of every face of a photo, and logs a line for each.
 *
 * A failed face makes the photo PARTIAL. Throws what DynamoDB threw, under its name for the state machine.
 */
export async function recordMatches(
  { photo, faces, facesTruncated, threshold, collectionId, execution }: PhotoToRecord,
  { table }: { table: string },
  { photos }: { photos: DynamoDBDocumentClient },
): Promise<RecordedPhoto> {
  const records = faces.map(toFaceRecord);
  const counts = countOutcomes(records);
  const record: PhotoRecord = {
    photoId: photo.photoId,
    s3Bucket: photo.bucket,
    s3Key: photo.key,
    uploadedAt: photo.uploadedAt,
    status: counts.failedCount > 0 ? 'PARTIAL' : records.length > 0 ? 'MATCHED' : 'NO_FACES',
    ...counts,
    facesTruncated,
    faces: records,
    executionArn: execution.arn,
    startedAt: execution.startedAt,
    matchedAt: new Date().toISOString(),
    collectionId,
    threshold,
    faceModelVersion: faces.find((face) => 'faceModelVersion' in face)?.faceModelVersion,
    photoEtag: photo.etag,
    photoVersionId: photo.versionId ?? undefined,
  };
  const { superseded } = await savePhotoRecord(photos, table, record);
  reportFaces(record);
  if (!superseded) reportPhoto(record);
  return summarize(record, superseded, record.status === 'PARTIAL' ? explainPartial(record) : undefined);
}
