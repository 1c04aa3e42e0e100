import { CreateCollectionCommand, DeleteCollectionCommand } from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployed, deployLocally, sample } from './deployed.ts';

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deployLocally();
});
afterAll(() => deployed.close());

const scheduled = (events: Awaited<ReturnType<Deployed['history']>>, functionName: string) =>
  events.filter(({ lambdaFunctionScheduledEventDetails }) =>
    lambdaFunctionScheduledEventDetails?.resource?.endsWith(`:${functionName}`),
  ).length;

test('one face that keeps failing makes the photo PARTIAL; the others are recorded', async () => {
  const key = await deployed.upload('throttled.jpg', await sample(1));
  let victim: unknown;
  deployed.inject({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: {
      name: 'ThrottlingException',
      message: 'Slow down; sudden increase in rate of requests.',
      status: 400,
    },
    when: ({ Image }) => {
      const { Bytes } = Image as { Bytes: string };
      victim ??= Bytes;
      return Bytes === victim;
    },
  });
  const execution = await deployed.run({ key });
  expect(execution).toMatchObject({
    status: 'FAILED',
    error: 'FacesFailed',
    cause: `1 of 3 faces not searched: ThrottlingException ×1. Start again with {"key":"${key}"}`,
  });
  const record = await deployed.record(key);
  expect(record).toMatchObject({ status: 'PARTIAL', failedCount: 1, unmatchedCount: 2 });
  expect(record!.faces.find(({ outcome }) => outcome === 'Failed')).toMatchObject({
    stage: 'CropAndSearch',
    error: 'ThrottlingException',
    cause: 'Rekognition SearchFacesByImage: Slow down; sudden increase in rate of requests.',
  });
});

test('a failed photo is repaired by starting it again', async () => {
  const key = await deployed.upload('repaired.jpg', await sample(1));
  const fault = deployed.inject({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: { name: 'InvalidImageFormatException', message: 'Request has invalid image format.', status: 400 },
  });
  expect(await deployed.run({ key })).toMatchObject({
    status: 'FAILED',
    cause: expect.stringContaining('3 of 3 faces not searched: InvalidImageFormatException ×3'),
  });
  fault.remove();
  expect(await deployed.run({ key })).toMatchObject({ status: 'SUCCEEDED', output: { status: 'MATCHED' } });
  expect((await deployed.record(key))!.error).toBeUndefined();
});

test('a missing collection fails the execution at once; after it is made, a redrive finishes the photo', async () => {
  const key = await deployed.upload('no-collection.jpg', await sample(1));
  await deployed.rekognition.send(new DeleteCollectionCommand({ CollectionId: deployed.collectionId }));
  const execution = await deployed.run({ key });
  expect(execution).toMatchObject({ status: 'FAILED', error: 'CollectionMissing' });
  expect(execution.cause).toContain('Expected the collection \\"match-faces\\" in us-east-1, found none');
  expect(await deployed.record(key)).toBeUndefined();

  await deployed.rekognition.send(new CreateCollectionCommand({ CollectionId: deployed.collectionId }));
  expect(await deployed.redrive(execution.arn)).toMatchObject({
    arn: execution.arn,
    status: 'SUCCEEDED',
    output: { status: 'MATCHED', faceCount: 3 },
  });
  expect(scheduled(await deployed.history(execution.arn), 'DetectFaces')).toBe(1);
});

test('a denied permission fails the execution at once with role, action and resource', async () => {
  const key = await deployed.upload('denied.jpg', await sample(1));
  const collection = 'arn:aws:rekognition:us-east-1:000000000000:collection/match-faces';
  const fault = deployed.inject({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: {
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::000000000000:assumed-role/CropAndSearchRole/CropAndSearch is not authorized to perform: ' +
        `rekognition:SearchFacesByImage on resource: ${collection} because no identity-based policy allows it`,
      status: 400,
    },
  });
  const execution = await deployed.run({ key });
  expect(execution).toMatchObject({ status: 'FAILED', error: 'PermissionMissing' });
  expect(execution.cause).toContain(
    `The role CropAndSearchRole may not rekognition:SearchFacesByImage on ${collection}`,
  );
  expect(await deployed.record(key)).toBeUndefined();

  fault.remove();
  expect(await deployed.redrive(execution.arn)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await deployed.record(key)).toMatchObject({ status: 'MATCHED', executionArn: execution.arn });
});

test('an unusable photo is recorded as FAILED with what is wrong with it', async () => {
  const key = await deployed.upload('notes.jpg', 'minutes of the meeting');
  const execution = await deployed.run({ key });
  expect(execution).toMatchObject({ status: 'FAILED', error: 'PhotoFailed' });
  expect(execution.cause).toContain(`PhotoUnreadable: ${key} (22 bytes) is no image that can be read`);
  expect(execution.cause).toContain(`Start again with {"key":"${key}"}`);
  expect(await deployed.record(key)).toMatchObject({
    status: 'FAILED',
    s3Key: key,
    faceCount: 0,
    faces: [],
    error: { error: 'PhotoUnreadable', cause: expect.stringContaining('is no image') },
  });
});

test.each([
  [
    'InvalidRequest',
    'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
    'is encrypted with a key that only its uploader has (SSE-C)',
  ],
  [
    'KMS.InvalidGrantTokenException',
    'The grant token is not valid.',
    'is encrypted so that its key does not open it',
  ],
  ['KMS.InvalidCiphertextException', 'null', 'is encrypted so that its key does not open it'],
  [
    'KMS.IncorrectKeyException',
    'The key ID is not the right one.',
    'is encrypted so that its key does not open it',
  ],
  ['InvalidPayer', 'All access to this object has been disabled.', 'is not handed out by S3'],
  ['KeyTooLongError', 'Your key is too long', 'has a name that S3 does not take'],
  ['InvalidURI', "Couldn't parse the specified URI.", 'has a name that S3 does not take'],
])(
  'an object that can never be read is recorded as FAILED, with what to do: %s',
  async (name, message, says) => {
    const key = await deployed.upload(`${name}.jpg`, await sample(1));
    deployed.inject({ service: 's3', operation: 'GetObject', error: { name, message, status: 400 } });
    const execution = await deployed.run({ key });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'PhotoFailed' });
    const record = await deployed.record(key);
    expect(record).toMatchObject({ status: 'FAILED', error: { error: 'PhotoUnreadable' } });
    for (const part of [key, says, `(${name}: ${message})`, 'upload the photo again'])
      expect(record!.error!.cause).toContain(part);
  },
);

test('a photo that does not exist is recorded as FAILED', async () => {
  const key = 'photos-raw/nowhere.jpg';
  expect(await deployed.run({ key })).toMatchObject({ status: 'FAILED', error: 'PhotoFailed' });
  expect(await deployed.record(key)).toMatchObject({ status: 'FAILED', error: { error: 'PhotoGone' } });
});

test('a record of bad bytes takes the place of the good ones they replaced', async () => {
  const key = await deployed.upload('replaced.jpg', await sample(1));
  await deployed.run({ key });
  await deployed.upload('replaced.jpg', 'no longer a photo');
  await deployed.run({ key });
  const record = await deployed.record(key);
  expect(record).toMatchObject({ status: 'FAILED', faces: [], unmatchedCount: 0 });
  expect(record).not.toHaveProperty('photoEtag');
  expect(record).not.toHaveProperty('threshold');
});

test('cutouts that are gone fail the execution with how to start again, and a new one succeeds', async () => {
  const key = await deployed.upload('cutouts.jpg', await sample(1));
  const { thumbsBucket } = deployed.cloud.deployment;
  const expired = deployed.inject({
    service: 's3',
    operation: 'GetObject',
    when: ({ Bucket }) => Bucket === thumbsBucket,
    error: { name: 'NoSuchKey', message: 'The specified key does not exist.', status: 404 },
  });
  const execution = await deployed.run({ key });
  expect(execution).toMatchObject({ status: 'FAILED', error: 'CutoutsGone' });
  expect(execution.cause).toContain('have expired or were removed. Start again with {');
  expect(execution.cause).toContain(key);
  expect(await deployed.record(key)).toBeUndefined();
  expired.remove();
  expect(await deployed.run({ key })).toMatchObject({ status: 'SUCCEEDED', output: { status: 'MATCHED' } });
});

test.each([
  ['overwritten', 'PhotoChanged', 'was overwritten while it was worked on'],
  ['deleted', 'PhotoGone', 'does not exist'],
])('a photo %s between detection and crop ends as %s, without a record', async (change, error, cause) => {
  const key = await deployed.upload(`${change}.jpg`, await sample(1));
  let reads = 0;
  const crops = deployed.inject({
    service: 's3',
    operation: 'GetObject',
    latencyMs: 60_000,
    // DetectFaces reads the head, which is all of this photo, and one byte after detection; the third read is a crop's.
    when: ({ Key }) => Key === key && ++reads > 2,
  });
  const arn = await deployed.start({ key });
  await expect.poll(() => crops.count, { timeout: 30_000 }).toBeGreaterThan(0);
  if (change === 'deleted') await deployed.remove(key);
  else await deployed.upload(`${change}.jpg`, await sample(2));
  crops.remove();
  const execution = await deployed.finished(arn);
  expect(execution).toMatchObject({ status: 'FAILED', error });
  expect(execution.cause).toContain(cause);
  expect(await deployed.record(key)).toBeUndefined();
});

test.each([
  [{ key: 'private/a.jpg' }, 'key: Expected a key under \\"photos-raw/\\", got \\"private/a.jpg\\"'],
  [{ key: 'photos-raw/a.jpg', bucket: 'other-bucket' }, 'bucket: Expected \\"match-faces-raw\\" or nothing'],
  [{ key: 'photos-raw/a.jpg', threshold: 'high' }, 'threshold: Expected a number between 0 and 100'],
  [{ photo: 'photos-raw/a.jpg' }, 'key: Expected the key of a photo'],
  [['photos-raw/a.jpg'], 'Expected an object like'],
])('the input %j fails the execution with the field in its cause', async (input, cause) => {
  const execution = await deployed.run(input);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
  expect(execution.cause).toContain(cause);
});
