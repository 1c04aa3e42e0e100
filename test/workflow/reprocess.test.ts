import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateCollectionCommand, DeleteCollectionCommand } from '@aws-sdk/client-rekognition';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  paginateListExecutions,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { fixedFaces, plainPhoto } from '../../bench/fixed-faces.ts';
import { forkCloud } from '../../bench/reprocess/fork-cloud.ts';
import { localDeployment } from '../../local/deployment.ts';
import { followRun } from '../../operations/reprocess/follow-run.ts';
import { photoIdIn } from '../../statemachine/execution-name.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import type { RunSummary, SelectedPhotos } from '../../statemachine/reprocess-payloads.ts';
import { type Deployed, deployLocally } from './deployed.ts';

const { rawBucket, thumbsBucket, stateMachineArn } = localDeployment;
const reprocessArn = localDeployment.reprocessMachineArn!;

let deployed: Deployed;
let body: Buffer;
beforeAll(async () => {
  deployed = await deployLocally({ engine: fixedFaces(1) });
  body = await plainPhoto();
});
afterAll(() => deployed.close());

async function start(input: object, name?: string): Promise<string> {
  const request = { stateMachineArn: reprocessArn, name, input: JSON.stringify(input) };
  return (await deployed.sfn.send(new StartExecutionCommand(request))).executionArn!;
}

/** How a run ended; its output is an estimate or a summary. */
async function ended(executionArn: string) {
  await deployed.cloud.stepFunctions.waitFor(executionArn);
  const described = await deployed.sfn.send(new DescribeExecutionCommand({ executionArn }));
  const { status, output = '{}', error, cause } = described;
  return { status, error, cause, output: JSON.parse(output) as Partial<SelectedPhotos & RunSummary> };
}
const run = async (input: object, name?: string) => ended(await start(input, name));

async function redrive(executionArn: string) {
  await deployed.sfn.send(new RedriveExecutionCommand({ executionArn }));
  return ended(executionArn);
}

/** Names of the photos' executions in a run. */
async function namesOf(batch: string, sfn = deployed.sfn): Promise<string[]> {
  const pages = await Array.fromAsync(paginateListExecutions({ client: sfn }, { stateMachineArn }));
  const names = pages.flatMap(({ executions = [] }) => executions.map(({ name }) => name!));
  return names.filter((name) => name.includes(`_${batch}-`));
}

const uploadAll = (...names: string[]) => Promise.all(names.map((name) => deployed.upload(name, body)));

test('a prefix is run again, whatever its keys are like, and no folder or other file with it', async () => {
  const awkward = [
    'a b+ü%20.jpg',
    'жук.jpg',
    'emoji 🎉.png',
    'x'.repeat(900),
    '-o=1;$(a).jpeg',
    '"quoted".jpg',
  ];
  const keys = await uploadAll(...awkward.map((name) => `awkward/${name}`));
  await deployed.upload('awkward/folder/', '');
  await deployed.upload('awkward/notes.txt', 'sunny');
  const { status, output } = await run({ prefix: 'photos-raw/awkward/', Comment: 'by hand' }, 'awkward');
  expect(status).toBe('SUCCEEDED');
  expect(output).toEqual({
    photos: keys.length,
    endings: { MATCHED: keys.length },
    matched: { before: 0, after: 0 },
    unmatched: { before: 0, after: keys.length },
    needALook: [],
    red: 0,
  });
  const names = await namesOf('awkward');
  expect(new Set(names.map(photoIdIn))).toEqual(new Set(keys.map((key) => photoId(rawBucket, key))));
  expect(names.find((name) => name.includes('zhuk'))).toMatch(/^awkward-zhuk_[0-9a-f]{20}_awkward-0$/);
  for (const key of keys) expect(await deployed.record(key)).toMatchObject({ status: 'MATCHED' });
});

test('a dry run, and a prefix without photos, end green with the estimate, and start nothing', async () => {
  await uploadAll('dry/1.jpg', 'dry/2.jpg');
  const dry = await run({ prefix: 'photos-raw/dry/', dryRun: true }, 'dry');
  expect(dry.status).toBe('SUCCEEDED');
  expect(dry.output).toMatchObject({
    ...{ dryRun: true, photos: 2, faces: 8, photosOfUnknownFaces: 2, transitions: 40 },
    calls: { DetectFaces: 2, SearchFacesByImage: 8 },
    dollars: { calls: 0.01, transitions: 0.001, total: 0.011 },
  });
  const none = await run({ prefix: 'photos-raw/nobody/' });
  expect(none).toMatchObject({ status: 'SUCCEEDED', output: { photos: 0, dryRun: false } });
  expect(none.output).not.toHaveProperty('manifest');
  expect(await namesOf('dry')).toEqual([]);
});

test.each([
  [{ prefix: 'faces-thumbs/' }, 'prefix: Expected one that begins with "photos-raw/", got "faces-thumbs/"'],
  [{ keys: ['photos-raw/a.jpg', 'b.jpg'] }, 'keys.1: Expected a key under "photos-raw/", got "b.jpg"'],
  [{ keys: [`photos-raw/${'ü'.repeat(600)}`] }, 'keys.0: Expected at most 1024 bytes, got 1211'],
  [
    { manifest: 's3://match-faces-raw/keys.jsonl' },
    'manifest: Expected an object under "s3://match-faces-thumbs/faces-thumbs/runs/"',
  ],
  [{ failed: true, since: '2026-05-02', before: '2026-05-01' }, 'before: Expected a date after since'],
  [{ photos: 'all' }, 'got the field "photos"'],
  [
    { manifest: 's3://match-faces-thumbs/faces-thumbs/runs/none.jsonl' },
    'manifest: Expected an object at s3:',
  ],
])('%j is refused at once, with the field', async (input, told) => {
  const { status, error, cause } = await run(input);
  expect(status).toBe('FAILED');
  expect(error).toBe('InvalidInput');
  expect(JSON.parse(cause!).errorMessage).toContain(told);
});

test('a photo that cannot be used, or is deleted before its turn, is told with its reason, and its manifest runs it alone', async () => {
  const [gone, good] = await uploadAll('bad/gone.jpg', 'bad/good.jpg');
  await deployed.upload('bad/letter.jpg', 'Dear friend');
  const list = { Bucket: thumbsBucket, Key: 'faces-thumbs/runs/mine.jsonl' };
  const lines = ['photos-raw/bad/letter.jpg', { key: gone }, good, good].map((line) => JSON.stringify(line));
  await deployed.s3.send(new PutObjectCommand({ ...list, Body: lines.join('\n') }));
  // The list was made before.
  await deployed.remove(gone!);
  const { status, output } = await run({ manifest: `s3://${list.Bucket}/${list.Key}` });
  expect(status).toBe('SUCCEEDED');
  expect(output).toMatchObject({
    ...{ photos: 3, endings: { MATCHED: 1, FAILED: 2 }, red: 2 },
    needALook: expect.arrayContaining([
      { reason: 'PhotoGone', photos: 1, keys: [gone] },
      { reason: 'PhotoUnreadable', photos: 1, keys: ['photos-raw/bad/letter.jpg'] },
    ]),
  });
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(output.manifest!)!;
  const { Body } = await deployed.s3.send(new GetObjectCommand({ Bucket, Key }));
  expect((await Body!.transformToString()).trimEnd().split('\n')).toHaveLength(2);

  await deployed.upload('bad/letter.jpg', body);
  const again = await run({ manifest: output.manifest!, threshold: 80 });
  expect(again.output).toMatchObject({ photos: 2, endings: { MATCHED: 1, FAILED: 1 } });
  expect(await deployed.record('photos-raw/bad/letter.jpg')).toMatchObject({
    status: 'MATCHED',
    threshold: 80,
  });
  // All that are known to be bad may be so again.
  const failed = await run({ failed: true, prefix: 'photos-raw/bad/' });
  expect(failed.output).toMatchObject({ photos: 1, endings: { FAILED: 1 }, red: 1 });
});

describe('every ending of a photo, and its redrive', () => {
  const many = Array.from({ length: 12 }, (_, number) => `ends/${number}.jpg`);

  test('what all photos would meet stops the run before it costs; mended and redriven it is green', async () => {
    await uploadAll(...many);
    const CollectionId = localDeployment.collectionId;
    await deployed.rekognition.send(new DeleteCollectionCommand({ CollectionId }));
    const started = await start({ prefix: 'photos-raw/ends/', toleratedFailures: 2 }, 'stopped');
    expect(await ended(started)).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
    });
    const before = await namesOf('stopped');
    expect(before.length).toBeLessThan(many.length);
    await deployed.rekognition.send(new CreateCollectionCommand({ CollectionId }));
    const redriven = await redrive(started);
    expect(redriven).toMatchObject({ status: 'SUCCEEDED', output: { endings: { MATCHED: 12 }, red: 0 } });
    const names = await namesOf('stopped');
    // What was red has another name. What was stopped before its execution began may have that one at once.
    expect(before.length).toBeGreaterThan(2);
    for (const name of before) expect(names).toContain(name.replace(/0$/, '1'));
    expect(new Set(names.map(photoIdIn)).size).toBe(12);
  });

  test('a red photo of a run that went to its end runs again in the next; PARTIAL and superseded are told', async () => {
    const partial = deployed.inject({
      service: 'rekognition',
      operation: 'SearchFacesByImage',
      error: { name: 'ImageTooLargeException', message: 'Image size is too large.', status: 400 },
    });
    const red = await run({ keys: ['photos-raw/ends/0.jpg', 'photos-raw/ends/1.jpg'] });
    partial.remove();
    expect(red).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        endings: { PARTIAL: 2 },
        needALook: [{ reason: 'FacesFailed', photos: 2 }],
      },
    });
    expect(await run({ failed: true, prefix: 'photos-raw/ends/' })).toMatchObject({
      status: 'SUCCEEDED',
      output: { endings: { MATCHED: 2 }, red: 0 },
    });
  });

  test('a run that is stopped by hand stops its photos, and a redrive runs what is missing', async () => {
    const slow = deployed.inject({ service: 'rekognition', operation: 'DetectFaces', latencyMs: 60_000 });
    const executionArn = await start({ prefix: 'photos-raw/ends/' }, 'by-hand');
    await vi.waitUntil(() => slow.count >= 2, { timeout: 30_000 });
    await deployed.sfn.send(new StopExecutionCommand({ executionArn }));
    slow.remove();
    expect(await ended(executionArn)).toMatchObject({ status: 'ABORTED' });
    expect(await redrive(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: { endings: { MATCHED: 12 }, red: 0 },
    });
  });

  test('two runs at once leave one record of each photo, that of the execution which started last', async () => {
    const both = await Promise.all(['one', 'two'].map((name) => run({ prefix: 'photos-raw/ends/' }, name)));
    const count = (ending: 'MATCHED' | 'superseded') =>
      both.reduce((sum, { output }) => sum + (output.endings?.[ending] ?? 0), 0);
    expect(count('MATCHED') + count('superseded')).toBe(24);
    expect(both.map(({ output }) => output.red)).toEqual([0, 0]);
    for (const name of many)
      expect(await deployed.record(`photos-raw/${name}`)).toMatchObject({ status: 'MATCHED' });
  });

  test('under one name a run is started once', async () => {
    const input = { keys: ['photos-raw/ends/0.jpg'] };
    const slow = deployed.inject({ service: 'rekognition', operation: 'DetectFaces', latencyMs: 60_000 });
    const [one, other] = await Promise.all([start(input, 'twice'), start(input, 'twice')]);
    expect(one).toBe(other);
    await expect(start({ failed: true }, 'twice')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    slow.remove();
    expect((await ended(one)).status).toBe('SUCCEEDED');
    await expect(start(input, 'twice')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    expect(await namesOf('twice')).toHaveLength(1);
  });
});

test('killed in the middle and with 30 % throttled, a redriven run records every photo once', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'killed-run-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const photos = 24;
  const contents = { dataDir, photos, faces: 1, throttled: 0.3 };
  const before = await forkCloud(contents);
  const { executionArn } = await before.sfn.send(
    new StartExecutionCommand({
      stateMachineArn: reprocessArn,
      name: 'killed',
      input: JSON.stringify({ prefix: localDeployment.rawPrefix }),
    }),
  );
  await vi.waitUntil(async () => (await namesOf('killed', before.sfn)).length > photos / 2, {
    ...{ timeout: 60_000, interval: 100 },
  });
  await before.kill();

  const after = await forkCloud(contents);
  onTestFinished(() => after.kill());
  const { redriveDate } = await after.sfn.send(new RedriveExecutionCommand({ executionArn }));
  const target = { sfn: after.sfn, kind: 'server' } as const;
  const { status, summary } = await followRun(target, executionArn!, { since: redriveDate! });
  expect(status).toBe('SUCCEEDED');
  expect(summary).toMatchObject({ photos, endings: { MATCHED: photos }, red: 0 });
  const names = await namesOf('killed', after.sfn);
  expect(new Set(names.map(photoIdIn)).size).toBe(photos);
}, 120_000);
