import { expect, test } from 'vitest';
import { readEnvironment, type Variable } from '../../../lambdas/shared/environment.ts';

test('defaults are those of the system it replaces', () => {
  const names = ['FACE_MATCH_THRESHOLD', 'PHOTOS_TABLE', 'RAW_PREFIX', 'THUMBS_PREFIX'] as const;
  expect(readEnvironment(names, {})).toEqual({
    FACE_MATCH_THRESHOLD: 95,
    PHOTOS_TABLE: 'Photos',
    RAW_PREFIX: 'photos-raw/',
    THUMBS_PREFIX: 'faces-thumbs/',
  });
});

test.each<[Variable, string | undefined, string]>([
  ['REKOGNITION_COLLECTION_ID', undefined, 'Expected REKOGNITION_COLLECTION_ID to be set, got nothing'],
  ['REKOGNITION_COLLECTION_ID', 'my faces', 'for REKOGNITION_COLLECTION_ID, got "my faces"'],
  [
    'FACE_MATCH_THRESHOLD',
    'ninety',
    'Expected a number between 0 and 100 for FACE_MATCH_THRESHOLD, got "ninety"',
  ],
  ['FACE_MATCH_THRESHOLD', '101', 'Expected a number between 0 and 100 for FACE_MATCH_THRESHOLD, got "101"'],
  ['RAW_PREFIX', 'photos', 'Expected a prefix that ends with "/"'],
  ['RAW_BUCKET', 'Bad_Bucket', 'Expected an S3 bucket name for RAW_BUCKET, got "Bad_Bucket"'],
])('%s=%s stops the function at its start with a message that says so', (name, value, message) => {
  expect(() => readEnvironment([name], { [name]: value })).toThrow(message);
});

test('a function is not stopped by a variable it does not read', () => {
  expect(readEnvironment(['PHOTOS_TABLE'], { RAW_BUCKET: '?' })).toEqual({ PHOTOS_TABLE: 'Photos' });
});
