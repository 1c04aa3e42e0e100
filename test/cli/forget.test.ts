import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { localDeployment } from '../../local/deployment.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { countOutcomes, type PhotoRecord } from '../../statemachine/photo-record.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';

/** One test after the other on the same photos, in which somebody is known. */

const patience = { timeout: 120_000 };
const { rawBucket, thumbsBucket, photosTable } = localDeployment;
const keys = ['photos-raw/a.jpg', 'photos-raw/a.jpg.webp', 'photos-raw/b.jpg', 'photos-raw/c.jpg'];
const idOf = (key: string) => photoId(rawBucket, key);

let cloud: StubCloud;
let faceId: string;
beforeAll(async () => {
  const two = await photoWith(2);
  cloud = await startStubCloud({
    'a.jpg': two,
    // Rekognition does not take WebP: it gets a working copy.
    'a.jpg.webp': await sharp(two).webp().toBuffer(),
    'b.jpg': two,
    'c.jpg': await photoWith(3),
  });
  faceId = await cloud.enroll();
  expect((await cloud.run('reprocess', ['--prefix', 'photos-raw/'])).code).toBe(0);
}, patience.timeout);
afterAll(() => cloud.close());

async function objectsIn(bucket: string, prefix: string): Promise<string[]> {
  const pages = paginateListObjectsV2({ client: cloud.s3 }, { Bucket: bucket, Prefix: prefix });
  return (await Array.fromAsync(pages)).flatMap(({ Contents = [] }) => Contents.map(({ Key }) => Key!));
}

/** Crops and working files of a photo. */
const derivedOf = async (key: string) => [
  ...(await objectsIn(thumbsBucket, `faces-thumbs/${idOf(key)}/`)),
  ...(await objectsIn(thumbsBucket, `faces-thumbs/working/${idOf(key)}/`)),
];

const inject = (fault: Parameters<StubCloud['cloud']['faults']['add']>[0]) => {
  const injected = cloud.cloud.faults.add(fault);
  onTestFinished(() => injected.remove());
  return injected;
};

const denied = { name: 'AccessDeniedException', message: 'User is not authorized', status: 400 };

test('without a terminal it removes nothing unless told --yes', async () => {
  for (const args of [
    ['photo', keys[0]!],
    ['face', faceId],
  ]) {
    const { code, stdout, stderr } = await cloud.run('forget', args);
    expect(stderr).toBe(
      'error: Expected --yes, because this is no terminal where the question could be answered\n',
    );
    expect(stdout).toBe('');
    expect(code).toBe(2);
  }
  expect(await cloud.record(keys[0]!)).toMatchObject({ matchedCount: 2 });
});

test('forgetting that is interrupted leaves the record, and is finished by running it again', async () => {
  const fault = inject({ service: 'dynamodb', operation: 'DeleteItem', error: denied });
  const broken = await cloud.run('forget', ['photo', keys[1]!, '--yes']);
  fault.remove();
  expect(broken.stderr).toBe('error: AccessDeniedException: User is not authorized\n');
  expect(broken.code).toBe(1);
  expect(await derivedOf(keys[1]!)).toEqual([]);
  expect(await cloud.record(keys[1]!)).toBeDefined();

  const again = await cloud.run('forget', ['photo', keys[1]!, '--yes']);
  expect(again.stdout).toContain(`removed the record ${idOf(keys[1]!)} of ${keys[1]}\n`);
  expect(again.code).toBe(0);
  expect(await cloud.record(keys[1]!)).toBeUndefined();
});

test(
  'a photo is forgotten with its record, crops, working copy and cutouts, but stays itself',
  patience,
  async () => {
    expect((await cloud.run('reprocess', [keys[1]!])).code).toBe(0);
    const derived = await derivedOf(keys[1]!);
    expect(derived).toEqual([
      expect.stringMatching(/\/face_1\.jpg$/),
      expect.stringMatching(/\/face_2\.jpg$/),
      expect.stringMatching(/^faces-thumbs\/working\/.+\.jpg$/),
      expect.stringMatching(/^faces-thumbs\/working\/.+\/faces-\w+\.jpgs$/),
    ]);
    const { code, stdout } = await cloud.run('forget', ['photo', keys[1]!, '--yes']);
    for (const key of derived) expect(stdout).toContain(`removed s3://${thumbsBucket}/${key}\n`);
    expect(stdout).toContain(`removed the record ${idOf(keys[1]!)} of ${keys[1]}\n`);
    expect(stdout).toContain(
      'The photo itself stays, and is recorded again when all photos are reprocessed: --with-photo removes it, too\n',
    );
    expect(code).toBe(0);
    expect(await derivedOf(keys[1]!)).toEqual([]);
    expect(await objectsIn(rawBucket, keys[1]!)).toEqual([keys[1]]);
    expect(await derivedOf(keys[0]!)).toHaveLength(3);
  },
);

test('a photo is forgotten with its annotated copy and its lines of the logs, and those of no other', async () => {
  const copy = path.join(cloud.dataDir, 'annotated', 'a.jpg.webp.jpg');
  const ofOther = path.join(cloud.dataDir, 'annotated', 'a.jpg');
  await mkdir(path.dirname(copy), { recursive: true });
  for (const file of [copy, ofOther]) await writeFile(file, 'a picture');
  const log = path.join(cloud.dataDir, 'logs', 'DetectFaces.log');
  const linesOf = async (key: string) =>
    (await readFile(log, 'utf8')).split('\n').filter((line) => line.includes(`"${key}"`)).length;
  await appendFile(log, `{"key":"${keys[0]}"}\n{"key":"${keys[1]}"}\n{"cause":"${keys[1]}"}\n`);
  const before = await linesOf(keys[0]!);

  const { code, stdout } = await cloud.run('forget', ['photo', keys[1]!, '--yes']);
  expect(stdout).toMatch(/^removed .*annotated\/a\.jpg\.webp\.jpg$/m);
  expect(stdout).toMatch(/^removed 2 lines of the logs$/m);
  expect(stdout).toContain('Not reached: the histories of executions.');
  expect(code).toBe(0);
  expect([existsSync(copy), existsSync(ofOther)]).toEqual([false, true]);
  expect(await linesOf(keys[1]!)).toBe(0);
  expect(await linesOf(keys[0]!)).toBe(before);
  const again = await cloud.run('forget', ['photo', keys[1]!, '--yes']);
  expect(again.stdout).toBe(`Nothing is kept of ${keys[1]} beside the photo itself\n`);
});

test('a photo is forgotten with itself, and no other whose key begins like its', async () => {
  const { code, stdout } = await cloud.run('forget', ['photo', keys[0]!, '--with-photo', '--yes']);
  expect(stdout).toContain(`removed s3://${rawBucket}/${keys[0]}\n`);
  expect(code).toBe(0);
  expect(await objectsIn(rawBucket, 'photos-raw/')).toEqual(keys.slice(1));

  const again = await cloud.run('forget', ['photo', keys[0]!, '--with-photo', '--yes']);
  expect(again).toMatchObject({ code: 0, stdout: `Nothing is kept of ${keys[0]}\n` });
});

test('forgetting a face that is interrupted is finished by running it again', async () => {
  const fault = inject({
    service: 'dynamodb',
    operation: 'UpdateItem',
    error: denied,
    when: ({ Key }) => JSON.stringify(Key).includes(idOf(keys[3]!)),
  });
  const broken = await cloud.run('forget', ['face', faceId, '--yes']);
  fault.remove();
  expect(broken.stdout).toContain(`removed the face ${faceId} from the collection match-faces\n`);
  expect(broken.code).toBe(1);
  expect(await cloud.record(keys[3]!)).toMatchObject({ matchedCount: 3 });

  // As if an execution had written the record between reading and changing it.
  const raced = inject({
    service: 'dynamodb',
    operation: 'UpdateItem',
    times: 1,
    error: {
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      status: 400,
    },
  });
  const again = await cloud.run('forget', ['face', faceId, '--yes']);
  expect(raced.count).toBe(1);
  expect(again.stdout).toContain(`The collection match-faces has no face ${faceId}\n`);
  expect(again.stdout).toContain(`removed from face 1, 2, 3 of ${keys[3]}\n`);
  expect(again.stdout).toContain(`npm run reprocess -- `);
  expect(again.code).toBe(0);
});

test('a forgotten face is NoMatch in the records, and the counts stay true', async () => {
  for (const [key, count] of [
    [keys[2]!, 2],
    [keys[3]!, 3],
  ] as const) {
    const record = await cloud.record(key);
    expect(record).toMatchObject({
      ...{ status: 'MATCHED', faceCount: count, matchedCount: 0, unmatchedCount: count, indexedCount: 0 },
    });
    expect(record).toMatchObject(countOutcomes(record!.faces));
    for (const [index, face] of record!.faces.entries()) {
      expect(face).toEqual({
        idx: index + 1,
        boundingBox: expect.anything(),
        thumbKey: expect.stringMatching(/face_\d\.jpg$/),
        outcome: 'NoMatch',
        threshold: 95,
        forgottenAt: expect.stringMatching(/^\d{4}-.*Z$/),
      });
    }
    expect(JSON.stringify(record)).not.toContain(faceId);
  }
  const again = await cloud.run('forget', ['face', faceId, '--yes']);
  expect(again.stdout).toContain('No record names it any more\n');
  expect(again.code).toBe(0);
});

test('of people who were indexed, only the forgotten face loses its name', async () => {
  const [earlier, later] = ['0a', '0b'].map((end) => `11111111-2222-3333-4444-5555555555${end}`) as [
    string,
    string,
  ];
  const boundingBox = { left: 0.1, top: 0.1, width: 0.1, height: 0.1 };
  const faces: PhotoRecord['faces'] = [
    { idx: 1, boundingBox, outcome: 'Indexed', faceId: earlier, personId: earlier },
    { idx: 2, boundingBox, outcome: 'Indexed', faceId: later, personId: earlier },
    { idx: 3, boundingBox, outcome: 'Match', faceId: later, personId: later, similarity: 99 },
    { idx: 4, boundingBox, outcome: 'Unsearchable', reason: 'TooSmall' },
  ];
  const before = (await cloud.record(keys[2]!))!;
  const Item = { ...before, faces, ...countOutcomes(faces), albums: ['summer'] };
  await cloud.photos.send(new PutCommand({ TableName: photosTable, Item }));

  expect((await cloud.run('forget', ['face', earlier, '--yes'])).code).toBe(0);
  const record = await cloud.record(keys[2]!);
  expect(record).toMatchObject({
    ...{ faceCount: 4, matchedCount: 1, unmatchedCount: 1, indexedCount: 1, unsearchableCount: 1 },
    albums: ['summer'],
    faces: [
      { idx: 1, outcome: 'NoMatch', threshold: 95 },
      { idx: 2, outcome: 'Indexed', faceId: later, personId: later },
      faces[2],
      faces[3],
    ],
  });
});

test('a record that names a face in the form of another version is told, and the others are changed', async () => {
  const someone = '11111111-2222-3333-4444-55555555550c';
  const [readable, other] = (await Promise.all([cloud.record(keys[2]!), cloud.record(keys[3]!)])) as [
    PhotoRecord,
    PhotoRecord,
  ];
  const naming = { idx: 1, outcome: 'Match', faceId: someone, personId: someone, similarity: 99 } as const;
  const boundingBox = { left: 0.1, top: 0.1, width: 0.1, height: 0.1 };
  const items = [
    { ...readable, faces: [{ ...naming, boundingBox }], matchedCount: 1 },
    { ...other, faces: [{ ...naming, boundingBox: { ...boundingBox, left: '0.1' } }], matchedCount: 1 },
  ];
  for (const Item of items) await cloud.photos.send(new PutCommand({ TableName: photosTable, Item }));
  const { code, stderr } = await cloud.run('forget', ['face', someone, '--yes']);
  expect(stderr).toMatch(
    /^error: RecordUnreadable: Expected the record of photos-raw\/c\.jpg in the form of this version, got faces\.0\.boundingBox\.left: .*: process the photo again, or forget it, and run this again\n$/,
  );
  expect(code).toBe(1);
  expect(await cloud.record(keys[2]!)).toMatchObject({ faces: [{ idx: 1, outcome: 'NoMatch' }] });
  expect(await cloud.record(keys[3]!)).toEqual(items[1]);
});

test(
  'an execution that is running is warned of: it may record again what is forgotten',
  patience,
  async () => {
    const hung = inject({ service: 'rekognition', operation: 'DetectFaces', hang: true });
    await cloud.upload({ 'd.jpg': await photoWith(1) });
    await vi.waitUntil(() => hung.count > 0, { timeout: 30_000 });
    const { code, stderr } = await cloud.run('forget', ['photo', keys[3]!, '--yes']);
    expect(stderr).toMatch(/^Running now: 1 execution, /);
    expect(code).toBe(0);
  },
);

test.each([
  [['photo', '--yes'], "missing required argument 'key'"],
  [['photo', 'party.jpg', '--yes'], 'Expected the key of a photo under "photos-raw/", got "party.jpg"'],
  [['photo', 'photos-raw/', '--yes'], 'got "photos-raw/"'],
  [['face', '--yes'], "missing required argument 'faceId'"],
  [['face', 'Anna', '--yes'], 'Expected a faceId such as f415f642-'],
  [['face', 'ffffffff-ffff-ffff-ffff-ffffffffffff/../x', '--yes'], 'Expected a faceId such as'],
  [
    ['face', '11111111-2222-3333-4444-555555555555', '--with-photo', '--yes'],
    "unknown option '--with-photo'",
  ],
  [['person', '--yes'], "missing required argument 'name'"],
  [['person', '', '--yes'], 'Expected a name of visible characters'],
])('%j is bad usage, told in one line', async (args, message) => {
  const { code, stdout, stderr } = await cloud.run('forget', args);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^error: .*\n$/);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});
