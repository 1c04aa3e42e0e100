import { expect, test } from 'vitest';
import { explainPartial } from '../../../lambdas/record-matches/cause.ts';
import { countOutcomes, type FaceRecord, type PhotoRecord } from '../../../statemachine/photo-record.ts';

test('the cause of a PARTIAL photo counts the failures by error and says how to start again', () => {
  const failed = (idx: number, stage: 'CropAndSearch' | 'IndexFaces', error: string): FaceRecord => ({
    idx,
    boundingBox: { left: 0, top: 0, width: 0.1, height: 0.1 },
    outcome: 'Failed',
    stage,
    error,
    cause: '',
  });
  const faces = [
    failed(1, 'CropAndSearch', 'ThrottlingException'),
    failed(2, 'IndexFaces', 'LockTimeout'),
    failed(3, 'CropAndSearch', 'ThrottlingException'),
    failed(4, 'CropAndSearch', 'TimeoutError'),
  ];
  const record: PhotoRecord = {
    photoId: 'p',
    s3Bucket: 'b',
    s3Key: 'photos-raw/party "5".jpg',
    status: 'PARTIAL',
    ...countOutcomes(faces),
    facesTruncated: false,
    faces,
    executionArn: 'e',
    startedAt: '',
    matchedAt: '',
  };
  expect(explainPartial(record)).toBe(
    '3 of 4 faces not searched: ThrottlingException ×2, TimeoutError ×1. 1 of 4 faces not indexed: LockTimeout ×1. ' +
      'Start again with {"key":"photos-raw/party \\"5\\".jpg"}',
  );
});
