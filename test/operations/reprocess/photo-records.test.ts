import { expect, test } from 'vitest';
import { knownFaces, writtenBy } from '../../../operations/reprocess/photo-records.ts';

const counts = { matchedCount: 2, unmatchedCount: 1, indexedCount: 0, unsearchableCount: 0, failedCount: 0 };
const record = {
  photoId: '9535d6c386edd2894c9f',
  status: 'MATCHED',
  executionArn: 'arn:one',
  faceCount: 3,
  ...counts,
} as const;

test.each([
  ['the record that it wrote', record, record],
  ['the record of another execution', { ...record, executionArn: 'arn:two' }, undefined],
  ['an item of another program', { photoId: record.photoId, faceCount: 3 }, undefined],
  ['no record', undefined, undefined],
])('of an execution and %s', (_, item, expected) => {
  expect(writtenBy('arn:one', item)).toEqual(expected);
});

test('the faces of a photo are known by any item that counts them, unless the photo could not be used', () => {
  const key = 'photos-raw/party.jpg';
  expect(knownFaces({ key, record: { faceCount: 3 } })).toBe(3);
  expect(knownFaces({ key, record: { ...record, status: 'FAILED' } })).toBeUndefined();
  expect(knownFaces({ key, record: {} })).toBeUndefined();
  expect(knownFaces({ key })).toBeUndefined();
});
