import { GetObjectCommand } from '@aws-sdk/client-s3';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { photoId } from '../../statemachine/photo-id.ts';

import { type Deployed, deployLocally, sample } from './deployed.ts';

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deployLocally();
});
afterAll(() => deployed.close());
beforeEach(() => deployed.forgetEverybody());

const outcomes = (faces: readonly { outcome: string }[] = []) => faces.map(({ outcome }) => outcome);

test('every face of a group photo has its outcome, its box and its crop', async () => {
  const [largest] = await deployed.enroll(await sample(1), 1);
  const key = await deployed.upload('party.jpg', await sample(1));

  const execution = await deployed.run({ key });
  expect(execution.status).toBe('SUCCEEDED');
  expect(execution.output).toMatchObject({
    key,
    status: 'MATCHED',
    faceCount: 3,
    matchedCount: 1,
    unmatchedCount: 2,
    failedCount: 0,
    superseded: false,
  });

  const record = await deployed.record(key);
  expect(record).toMatchObject({
    photoId: photoId('match-faces-raw', key),
    s3Bucket: 'match-faces-raw',
    s3Key: key,
    status: 'MATCHED',
    faceCount: 3,
    facesTruncated: false,
    executionArn: execution.arn,
    collectionId: 'match-faces',
    threshold: 95,
    photoEtag: expect.stringMatching(/^[0-9a-f]{32}$/),
    faceModelVersion: expect.any(String),
    uploadedAt: expect.stringMatching(/Z$/),
    startedAt: expect.stringMatching(/Z$/),
    matchedAt: expect.stringMatching(/Z$/),
  });
  expect(record!.faces.map(({ idx }) => idx)).toEqual([1, 2, 3]);
  expect(outcomes(record!.faces)).toEqual(['Match', 'NoMatch', 'NoMatch']);
  expect(record!.faces[0]).toMatchObject({ faceId: largest, personId: largest });
  expect((record!.faces[0] as { similarity: number }).similarity).toBeGreaterThan(95);
  expect(record!.faces[1]).toMatchObject({ outcome: 'NoMatch', threshold: 95 });

  for (const { thumbKey, idx } of record!.faces) {
    expect(thumbKey).toBe(`faces-thumbs/${record!.photoId}/${record!.photoEtag}/face_${idx}.jpg`);
    const crop = await deployed.s3.send(
      new GetObjectCommand({ Bucket: 'match-faces-thumbs', Key: thumbKey }),
    );
    expect(crop.ContentType).toBe('image/jpeg');
    const { width, height } = await sharp(await crop.Body!.transformToByteArray()).metadata();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(80);
  }
});

test('a person enrolled from one photo is found in another', async () => {
  const [person] = await deployed.enroll(await sample(1), 1);
  const key = await deployed.upload('another.jpg', await sample(3));
  const { output } = await deployed.run({ key });
  expect(output).toMatchObject({ status: 'MATCHED', faceCount: 3, matchedCount: 1, unmatchedCount: 2 });
  const found = (await deployed.record(key))!.faces.find(({ outcome }) => outcome === 'Match');
  expect(found).toMatchObject({ idx: 1, personId: person });
});

test('a photo reprocessed after enrolling goes from NoMatch to Match in the same record', async () => {
  const key = await deployed.upload('again.jpg', await sample(4));
  const first = await deployed.run({ key });
  expect(first.output).toMatchObject({ status: 'MATCHED', matchedCount: 0, unmatchedCount: 4 });
  await deployed.photos.send(
    new UpdateCommand({
      TableName: 'Photos',
      Key: { photoId: first.output!.photoId },
      UpdateExpression: 'SET caption = :caption',
      ExpressionAttributeValues: { ':caption': 'written by another phase' },
    }),
  );

  await deployed.enroll(await sample(4));
  const second = await deployed.run({ key });
  expect(second.output).toMatchObject({ status: 'MATCHED', matchedCount: 4, unmatchedCount: 0 });
  expect(await deployed.record(key)).toMatchObject({
    executionArn: second.arn,
    matchedCount: 4,
    caption: 'written by another phase',
  });
});

test('a line per face is logged, with photo, key and execution', async () => {
  await deployed.enroll(await sample(1), 1);
  const key = await deployed.upload('logged.jpg', await sample(1));
  const execution = await deployed.run({ key });
  const lines = (await deployed.log('RecordMatches')).filter((line) => line.execution === execution.arn);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatchObject({ message: 'Match', idx: 1, key, photoId: execution.output!.photoId });
  expect(lines[0]).toMatchObject({
    personId: expect.any(String),
    faceId: expect.any(String),
    similarity: expect.any(Number),
  });
  expect(lines[1]).toMatchObject({ message: 'NoMatch', idx: 2, threshold: 95, key });
});

test('its metrics are logged as CloudWatch embeds them, and only where there are any', async () => {
  const key = await deployed.upload('counted.jpg', await sample(2));
  await deployed.run({ key });
  const embedded = (await deployed.log('RecordMatches')).filter((line) => '_aws' in line);
  expect(embedded.at(-1)).toMatchObject({
    service: 'match-faces',
    Faces: 3,
    UnmatchedFaces: 3,
    FailedFaces: 0,
  });
  for (const name of ['DetectFaces', 'CropAndSearch']) {
    expect(await deployed.log(name)).not.toContainEqual(expect.objectContaining({ _aws: expect.anything() }));
  }
});

test('to record a photo of strangers takes one call, of DynamoDB', async () => {
  const callsSoFar = () =>
    Object.fromEntries(
      deployed.cloud.recorded.counts
        .filter(({ caller }) => caller === 'RecordMatches')
        .map(({ action, count }) => [action, count]),
    );
  const before = callsSoFar();
  const { output } = await deployed.run({ key: await deployed.upload('nobody.jpg', await sample(2)) });
  expect(output).toMatchObject({ status: 'MATCHED', matchedCount: 0, unmatchedCount: 3 });
  expect(callsSoFar()).toEqual({ 'dynamodb:UpdateItem': before['dynamodb:UpdateItem']! + 1 });
});

test('a photo without a face is recorded as NO_FACES and searches nothing', async () => {
  const black = await sharp({ create: { width: 800, height: 600, channels: 3, background: 'black' } })
    .jpeg()
    .toBuffer();
  const key = await deployed.upload('black.jpg', black);
  const execution = await deployed.run({ key });
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { status: 'NO_FACES', faceCount: 0 } });
  expect(await deployed.record(key)).toMatchObject({ status: 'NO_FACES', faces: [] });
});

test('a threshold in the input overrides the deployed one and is recorded', async () => {
  await deployed.enroll(await sample(1));
  const key = await deployed.upload('loose.jpg', await sample(2));
  const { output } = await deployed.run({ key, threshold: 0 });
  expect(output).toMatchObject({ matchedCount: 3, unmatchedCount: 0 });
  expect(await deployed.record(key)).toMatchObject({ threshold: 0 });
});

test('of two runs of a photo, the later start wins, even when the older one writes last', async () => {
  const key = await deployed.upload('race.jpg', await sample(1));
  const fault = deployed.inject({
    service: 'dynamodb',
    operation: 'UpdateItem',
    error: { name: 'AccessDeniedException', message: 'not yet', status: 400 },
    when: (input) => JSON.stringify(input).includes(older),
  });
  const older = await deployed.start({ key });
  const newer = await deployed.run({ key });
  expect(newer).toMatchObject({ status: 'SUCCEEDED', output: { superseded: false } });
  expect(await deployed.finished(older)).toMatchObject({ status: 'FAILED', error: 'PermissionMissing' });

  fault.remove();
  expect(await deployed.redrive(older)).toMatchObject({ status: 'SUCCEEDED', output: { superseded: true } });
  expect(await deployed.record(key)).toMatchObject({ executionArn: newer.arn });
});
