import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { checkCrops, checkRecord } from '../../../operations/smoke/check-traces.ts';
import { photoId } from '../../../statemachine/photo-id.ts';
import type { PhotoRecord } from '../../../statemachine/photo-record.ts';
import { deployForSmoke } from './smoke-run.ts';

const key = 'photos-raw/smoke/1.jpg';
const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:MatchFaces:1';
const photo = { bytes: Buffer.alloc(0), hasFaces: true };
const boundingBox = { left: 0.1, top: 0.1, width: 0.2, height: 0.3 };
const face = { idx: 1, boundingBox, outcome: 'NoMatch', threshold: 95 } as const;
const record: PhotoRecord = {
  photoId: photoId('match-faces-raw', key),
  s3Bucket: 'match-faces-raw',
  s3Key: key,
  uploadedAt: '2026-11-23T22:00:00.000Z',
  status: 'MATCHED',
  faceCount: 1,
  matchedCount: 0,
  unmatchedCount: 1,
  indexedCount: 0,
  unsearchableCount: 0,
  failedCount: 0,
  facesTruncated: false,
  faces: [face],
  executionArn,
  startedAt: '2026-11-23T22:00:01.000Z',
  matchedAt: '2026-11-23T22:00:02.000Z',
  collectionId: 'match-faces',
};

test('a record is accepted with what other phases wrote on it, and refused with what is wrong', async () => {
  const { deployed, target } = await deployForSmoke();
  const check = async (item: object) => {
    await deployed.photos.send(new PutCommand({ TableName: 'Photos', Item: { ...record, ...item } }));
    return checkRecord(target, key, executionArn, photo).then(({ told }) => told, String);
  };
  expect(await checkRecord(target, key, executionArn, photo).catch(String)).toBe(
    `RecordWrong: Expected an item ${record.photoId} in the table Photos, found none`,
  );
  expect(await check({ album: 'summer' })).toBe('MATCHED, 1 face: 1 unknown');
  expect(await check({ status: 'PARTIAL' })).toBe(
    'RecordWrong: Expected status to be MATCHED in the record, got PARTIAL',
  );
  expect(await check({ executionArn: `${executionArn}2` })).toBe(
    `RecordWrong: Expected executionArn to be ${executionArn} in the record, got ${executionArn}2`,
  );
  expect(await check({ collectionId: 'strangers' })).toContain(
    'Expected collectionId to be match-faces in the record, got strangers',
  );
  expect(await check({ unmatchedCount: 2 })).toContain(
    'Expected unmatchedCount to be 1 in the record, got 2',
  );
  expect(await check({ faceCount: '1', faces: [{ ...face, outcome: 'Perhaps' }] })).toMatch(
    /^RecordWrong: Expected a record of this project as item [0-9a-f]{20}, got faceCount: .*; faces\.0\.outcome: /,
  );
});

test('crops that are missing, or too many, are refused', async () => {
  const { deployed, target } = await deployForSmoke();
  const prefix = `faces-thumbs/${record.photoId}/`;
  const place = `s3://match-faces-thumbs/${prefix}`;
  const Key = `${prefix}etag/face_1.jpg`;
  const withCrop: PhotoRecord = { ...record, faces: [{ ...face, thumbKey: Key }] };
  const check = (of: PhotoRecord) => checkCrops(target, of).then(({ told }) => told, String);

  expect(await check(withCrop)).toBe(
    `CropsWrong: Expected face_1.jpg under ${place}, as the record says, found no crop`,
  );
  await deployed.s3.send(new PutObjectCommand({ Bucket: 'match-faces-thumbs', Key, Body: 'jpeg' }));
  expect(await check(withCrop)).toBe(`1 crop under ${place}`);
  expect(await check(record)).toBe(
    `CropsWrong: Expected no crop under ${place}, as the record says, found face_1.jpg`,
  );
});
