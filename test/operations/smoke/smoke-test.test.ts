import { fileURLToPath } from 'node:url';
import { DescribeCollectionCommand } from '@aws-sdk/client-rekognition';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { photoId } from '../../../statemachine/photo-id.ts';

import { fixedFace, fixedFaceEngine } from '../../local-aws/rekognition/fixed-face-engine.ts';
import { deployForSmoke, runSmokeTest, storedKeys } from './smoke-run.ts';

const uuid = '[0-9a-f-]{36}';

test('a photo goes through the workflow, and nothing of it stays', async () => {
  const { deployed, target } = await deployForSmoke();
  const { log, failure } = await runSmokeTest(target);
  expect(log).toEqual([
    '✔ photo     sample1.jpg',
    expect.stringMatching(`^✔ upload    s3://match-faces-raw/photos-raw/smoke/${uuid}.jpg$`),
    expect.stringMatching(/^✔ started {3}\S+_[0-9a-f]{20}_[0-9A-F]{18}, by the upload$/),
    '✔ ended     it SUCCEEDED',
    '✔ record    MATCHED, 2 faces: 2 unknown',
    expect.stringMatching(
      /^✔ crops {5}2 crops under s3:\/\/match-faces-thumbs\/faces-thumbs\/[0-9a-f]{20}\/$/,
    ),
    '✔ clean-up  removed the photo, 2 crops and the record',
  ]);
  expect(failure).toBeUndefined();
  expect(await storedKeys(deployed)).toEqual([]);
  const { FaceCount } = await deployed.rekognition.send(
    new DescribeCollectionCommand({ CollectionId: deployed.collectionId }),
  );
  expect(FaceCount).toBe(0);
});

test('photos of others stay as they are', async () => {
  const { deployed, target } = await deployForSmoke();
  const others = [
    // Without bytes, like a folder made in the console: it starts no execution.
    { Bucket: 'match-faces-raw', Key: 'photos-raw/smoke/' },
    { Bucket: 'match-faces-raw', Key: 'photos-raw/smoke/theirs.jpg' },
    { Bucket: 'match-faces-thumbs', Key: 'faces-thumbs/0123456789abcdef0123/etag/face_1.jpg' },
  ];
  for (const object of others)
    await deployed.s3.send(new PutObjectCommand({ ...object, Body: Buffer.alloc(0) }));
  const record = { photoId: '0123456789abcdef0123', s3Key: 'photos-raw/smoke/theirs.jpg' };
  await deployed.photos.send(new PutCommand({ TableName: 'Photos', Item: record }));
  expect((await runSmokeTest(target)).failure).toBeUndefined();
  expect(await storedKeys(deployed)).toEqual([
    ...others.map(({ Key }) => Key).sort(),
    'record of photos-raw/smoke/theirs.jpg',
  ]);
});

test('with --keep everything stays where the log says', async () => {
  const { deployed, target } = await deployForSmoke();
  const { log } = await runSmokeTest(target, { keep: true });
  const [, key] = /s3:\/\/match-faces-raw\/(\S+)/.exec(log[1]!)!;
  const id = photoId('match-faces-raw', key!);
  expect(log.at(-1)).toBe(
    `✔ clean-up  kept s3://match-faces-raw/${key}, its crops under s3://match-faces-thumbs/faces-thumbs/${id}/, and item ${id} of Photos`,
  );
  expect(await storedKeys(deployed)).toEqual([
    expect.stringMatching(`^faces-thumbs/${id}/[0-9a-f]+/face_1.jpg$`),
    expect.stringMatching(`^faces-thumbs/${id}/[0-9a-f]+/face_2.jpg$`),
    expect.stringMatching(`^faces-thumbs/working/${id}/[0-9a-f]+/faces-[0-9a-f]+.jpgs$`),
    key,
    `record of ${key}`,
  ]);
});

test('a face that cannot be searched fails the test, and nothing stays', async () => {
  const { deployed, target } = await deployForSmoke();
  deployed.inject({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: { name: 'ImageTooLargeException', message: 'Image size is too large.', status: 400 },
  });
  const { log, failure } = await runSmokeTest(target);
  expect(log.at(-2)).toContain(
    '✖ ended     ExecutionWrong: Expected it to succeed, got FAILED: FacesFailed: 2 of 2 faces not searched',
  );
  expect(log.at(-1)).toBe('✔ clean-up  removed the photo, 0 crops and the record');
  expect(failure).toMatchObject({ name: 'StepFailed' });
  expect(await storedKeys(deployed)).toEqual([]);
});

test('a photo whose upload fails leaves nothing', async () => {
  const { deployed, target } = await deployForSmoke();
  deployed.inject({
    service: 's3',
    operation: 'PutObject',
    error: { name: 'AccessDenied', message: 'Access Denied', status: 403 },
  });
  const { log, failure } = await runSmokeTest(target);
  expect(log.slice(1)).toEqual([
    '✖ upload    AccessDenied: Access Denied',
    '✔ clean-up  removed the photo, 0 crops and the record',
  ]);
  expect(failure).toMatchObject({ name: 'StepFailed' });
});

test('a clean-up that fails is told, too', async () => {
  const { deployed, target } = await deployForSmoke();
  deployed.inject({
    service: 's3',
    operation: 'DeleteObjects',
    error: { name: 'AccessDenied', message: 'Access Denied', status: 403 },
  });
  const { log, failure } = await runSmokeTest(target);
  expect(log.at(-1)).toBe('✖ clean-up  AccessDenied: Access Denied');
  expect(failure).toMatchObject({ name: 'StepFailed' });
});

test('interrupted, it stops its execution and leaves nothing', async () => {
  const { deployed, target } = await deployForSmoke();
  deployed.inject({ service: 'rekognition', operation: 'DetectFaces', hang: true });
  const { log, failure } = await runSmokeTest(target, { interruptAfter: 'started' });
  expect(log.slice(3)).toEqual([
    '✖ ended     ExecutionWrong: Expected it to end, but it still runs: This operation was aborted',
    expect.stringMatching(
      /^✔ clean-up {2}removed the photo, 0 crops and the record; the execution is stopped, calls under way may still store under s3:\/\/match-faces-thumbs\//,
    ),
  ]);
  expect(failure).toMatchObject({ name: 'StepFailed' });
  const { executions = [] } = await deployed.sfn.send(
    new ListExecutionsCommand({ stateMachineArn: deployed.cloud.deployment.stateMachineArn }),
  );
  const { executionArn } = executions[0]!;
  expect(await deployed.sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'ABORTED',
    error: 'SmokeTestEnded',
  });
  expect(await storedKeys(deployed)).toEqual([]);
});

test('interrupted before an execution has come of the upload, it leaves nothing', async () => {
  const { deployed, target } = await deployForSmoke({ startOnUpload: false });
  const { log, failure } = await runSmokeTest(
    { ...target, startOnUpload: true },
    { interruptAfter: 'upload' },
  );
  expect(log.slice(2)).toEqual([
    '✖ started   AbortError: The operation was aborted',
    '✔ clean-up  removed the photo, 0 crops and the record',
  ]);
  expect(failure).toMatchObject({ name: 'StepFailed' });
  expect(await storedKeys(deployed)).toEqual([]);
});

test('where a stage would enroll unknown people, the photo shows nobody', async () => {
  const indexFacesFunction = {
    handlerFile: fileURLToPath(new URL('../../local-aws/lambda/handlers/throws.ts', import.meta.url)),
    timeoutSeconds: 10,
    memoryMB: 128,
    environment: {},
  };
  const { deployed, target } = await deployForSmoke({ indexFacesFunction, engine: fixedFaceEngine([]) });
  const { log, failure } = await runSmokeTest(target, { keep: true });
  expect(log).toEqual([
    '✔ photo     of nobody, so that nobody is enrolled: a stage is plugged into IndexFacesHook',
    expect.any(String),
    expect.any(String),
    '✔ ended     it SUCCEEDED',
    '✔ record    NO_FACES, no faces',
    expect.stringContaining('✔ crops     0 crops under'),
    expect.any(String),
  ]);
  expect(failure).toBeUndefined();
  const [, Key] = /s3:\/\/match-faces-raw\/(\S+)/.exec(log[1]!)!;
  const { Body } = await deployed.s3.send(new GetObjectCommand({ Bucket: 'match-faces-raw', Key: Key! }));
  const { channels } = await sharp(await Body!.transformToByteArray()).stats();
  expect(channels.map(({ stdev }) => stdev)).toEqual([0, 0, 0]);
});

test('faces of which none could be searched fail the test', async () => {
  // In every crop, too, it sees two faces, of which the larger is not in the middle.
  const engine = fixedFaceEngine([fixedFace(1), fixedFace(6)]);
  const { deployed, target } = await deployForSmoke({ engine });
  const { log } = await runSmokeTest(target);
  expect(log[4]).toBe(
    '✖ record    RecordWrong: Expected faces that were searched in the record, got 2 faces: 2 unsearchable',
  );
  expect(await storedKeys(deployed)).toEqual([]);
});
