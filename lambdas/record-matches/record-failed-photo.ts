import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readCaughtError } from '../../statemachine/face-record.ts';
import type { FailedPhotoToRecord, RecordedPhoto } from '../../statemachine/payloads.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { countOutcomes, type PhotoRecord } from '../../statemachine/photo-record.ts';

import { explainFailedPhoto } from './cause.ts';
import { reportPhoto } from './report.ts';
import { savePhotoRecord } from './save-photo-record.ts';
import { summarize } from './summary.ts';

/** State RecordFailedPhoto: records a photo that cannot be used as FAILED, with the reason. */
export async function recordFailedPhoto(
  { input, failure, execution }: FailedPhotoToRecord,
  { table, rawBucket }: { table: string; rawBucket: string },
  { photos }: { photos: DynamoDBDocumentClient },
): Promise<RecordedPhoto> {
  const record: PhotoRecord = {
    photoId: photoId(rawBucket, input.key),
    s3Bucket: rawBucket,
    s3Key: input.key,
    status: 'FAILED',
    ...countOutcomes([]),
    facesTruncated: false,
    faces: [],
    error: readCaughtError(failure),
    executionArn: execution.arn,
    startedAt: execution.startedAt,
    matchedAt: new Date().toISOString(),
  };
  const { superseded } = await savePhotoRecord(photos, table, record);
  if (!superseded) reportPhoto(record);
  return summarize(record, superseded, explainFailedPhoto(record));
}
