import { outcomeCounts, type RecordedPhoto } from '../../statemachine/payloads.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';

/** The execution's output: the record without its faces, which the console shows beside it. */
export function summarize(record: PhotoRecord, superseded: boolean, cause?: string): RecordedPhoto {
  const { photoId, s3Key, status } = record;
  const counts = outcomeCounts.parse(record);
  return { photoId, key: s3Key, status, ...counts, superseded, ...(cause && { cause }) };
}
