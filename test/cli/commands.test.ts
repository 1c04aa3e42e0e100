import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnrolledPhoto } from '../../operations/enroll/enroll-photo.ts';
import type { ListedExecution } from '../../operations/executions/list-executions.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';
import { cutOut, emptyPhoto, writeFiles } from './photos.ts';
import { type Ended, linesOfJson, runCommand } from './run-command.ts';

/** The commands one after the other on one data folder, as a user would type them. */

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'commands-'));
  await writeFiles(home, {
    'her.jpg': await cutOut('sample1.jpg'),
    'trip/a/party.jpg': await cutOut('sample3.jpg'),
    'trip/b/party.jpg': await emptyPhoto(),
    'trip/notes.txt': 'sunny',
    'letter.jpg': 'Dear friend',
  });
  await sharp(path.join(home, 'her.jpg')).webp().toFile(path.join(home, 'her.webp'));
});
afterAll(() => rm(home, { recursive: true }));

const patience = { timeout: 300_000 };
const run = (
  name: Parameters<typeof runCommand>[0],
  args: readonly string[] = [],
  env?: NodeJS.ProcessEnv,
): Promise<Ended> => runCommand(name, [...args, '--data-dir', 'state'], { from: home, env });

/** A machine that is set up for AWS, in a way that must not matter. */
const awsOfTheMachine = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
  AWS_REGION: 'eu-central-1',
  AWS_PROFILE: 'production',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
};

test('a photo of one person is enrolled once, however often it is given', patience, async () => {
  const first = await run('enroll', ['--json', 'her.jpg']);
  const [enrolled] = linesOfJson<EnrolledPhoto>(first);
  expect(enrolled).toMatchObject({ faces: [{ faceId: expect.any(String) }], unindexed: [] });
  expect(enrolled!.externalImageId).toMatch(/^[0-9a-f]{20}$/);
  expect(first.code).toBe(0);

  const again = await run('enroll', ['--largest', 'her.jpg']);
  expect(again.stdout).toContain('1 face indexed');
  expect(again.stdout).toContain(enrolled!.faces[0]!.faceId);
  expect(again.code).toBe(0);
});

test('enrolling tells what failed and still enrolls the rest', patience, async () => {
  const ended = await run('enroll', ['--json', 'letter.jpg', 'her.webp', 'trip/b/party.jpg']);
  expect(linesOfJson(ended)).toMatchObject([
    { error: { cause: expect.stringContaining('Expected an image that can be read, got') } },
    { faces: [{ faceId: expect.any(String) }] },
    { faces: [] },
  ]);
  expect(ended.code).toBe(1);
});

test('photos, folders and a broken file are told one record per line', patience, async () => {
  const ended = await run('match', ['--json', '--threshold', '90.5', 'letter.jpg', 'trip'], awsOfTheMachine);
  const records = Map.groupBy(linesOfJson<PhotoRecord>(ended), ({ s3Key }) => s3Key);
  expect([...records.keys()].sort()).toEqual([
    'photos-raw/letter.jpg',
    'photos-raw/trip/a/party.jpg',
    'photos-raw/trip/b/party.jpg',
  ]);
  expect(records.get('photos-raw/letter.jpg')).toMatchObject([
    { status: 'FAILED', faces: [], error: { error: 'PhotoUnreadable' } },
  ]);
  expect(records.get('photos-raw/trip/a/party.jpg')).toMatchObject([
    { status: 'MATCHED', threshold: 90.5, faces: [{ idx: 1, outcome: 'Match' }] },
  ]);
  expect(records.get('photos-raw/trip/b/party.jpg')).toMatchObject([{ status: 'NO_FACES', faces: [] }]);
  expect(ended.stderr).toContain('skipped 1 text file (trip/notes.txt)');
  expect(ended.code).toBe(1);
});

test('executions of earlier commands are listed', patience, async () => {
  const ended = await run('executions', ['--json']);
  expect(
    linesOfJson<ListedExecution>(ended)
      .map(({ key, status }) => [key, status])
      .sort(),
  ).toEqual([
    ['photos-raw/letter.jpg', 'FAILED'],
    ['photos-raw/trip/a/party.jpg', 'SUCCEEDED'],
    ['photos-raw/trip/b/party.jpg', 'SUCCEEDED'],
  ]);
  expect(ended.code).toBe(0);
});

test('without photos the six samples are matched and annotated', patience, async () => {
  const { code, stdout, stderr } = await run('match');
  expect(stderr).toContain('Enrolled 3 faces of sample1.jpg');
  expect(stdout).toMatch(/^6 photos, 22 faces: [4-9] known, \d+ unknown$/m);
  for (const number of [1, 2, 3, 4, 5, 6]) {
    const copy = `state/annotated/samples/sample${number}.jpg`;
    expect(stdout).toContain(`photos-raw/samples/sample${number}.jpg  MATCHED`);
    expect(stdout).toContain(`\n${copy}\n`);
    expect((await sharp(path.join(home, copy)).metadata()).width).toBe(1920);
  }
  expect(stdout).toMatch(/^ +1 {2}Match +[0-9a-f-]{36} +100\.00 {2}\d+, \d+, \d+ × \d+ px$/m);
  expect(code).toBe(0);
});
