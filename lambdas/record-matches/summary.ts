import type { RecordedPhoto } from '../../statemachine/payloads.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';

/** The execution's output: the record without its faces, which the console shows beside it. */
export function summarize(record: PhotoRecord, superseded: boolean, cause?: string): RecordedPhoto {
  const { photoId, s3Key, status, faceCount } = record;
  const { matchedCount, unmatchedCount, indexedCount, unsearchableCount, failedCount } = record;
  return {
    photoId,
    key: s3Key,
    status,
    faceCount,
    matchedCount,
    unmatchedCount,
    indexedCount,
    unsearchableCount,
    failedCount,
    superseded,
    ...(cause && { cause }),
  };
}
