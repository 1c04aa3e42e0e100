import { expect, test } from 'vitest';
import { explainPartial, readCaughtError } from '../../../lambdas/record-matches/cause.ts';
import { countOutcomes, type FaceRecord, type PhotoRecord } from '../../../statemachine/photo-record.ts';

const lambdaCause = (errorType: string, errorMessage: string) =>
  JSON.stringify({ errorType, errorMessage, trace: [`${errorType}: ${errorMessage}`] });

test.each([
  [
    'Throttled',
    lambdaCause('Throttled', 'ThrottlingException of Rekognition SearchFacesByImage: Slow down'),
    'ThrottlingException',
    'Rekognition SearchFacesByImage: Slow down',
  ],
  [
    'ServiceFault',
    lambdaCause('ServiceFault', 'ECONNRESET of S3 GetObject: socket hang up:\nagain'),
    'ECONNRESET',
    'S3 GetObject: socket hang up:\nagain',
  ],
  ['Throttled', 'Exceeded by a stage', 'Throttled', 'Exceeded by a stage'],
  [
    'StageFailed',
    lambdaCause('StageFailed', 'LockTimeout: held by others'),
    'StageFailed',
    'LockTimeout: held by others',
  ],
  [
    'FaceFailed',
    lambdaCause('FaceFailed', 'Error: Input buffer: bad seek'),
    'Error',
    'Input buffer: bad seek',
  ],
  ['States.Timeout', undefined, 'States.Timeout', 'The function did not answer in time'],
  [
    'Lambda.Unknown',
    'The cause could not be determined',
    'Lambda.Unknown',
    'The cause could not be determined',
  ],
])('a caught %s is recorded with the name and message it began with', (name, Cause, error, cause) => {
  expect(readCaughtError({ Error: name, Cause })).toEqual({ error, cause });
});

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
