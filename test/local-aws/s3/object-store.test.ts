import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnnounceObject, ObjectCreated } from '../../../local-aws/s3/object-created.ts';
import { ObjectStore } from '../../../local-aws/s3/object-store.ts';

let parent: string;
let folder: string;
let store: ObjectStore;
let created: ObjectCreated[];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'object-store-'));
  folder = join(parent, 's3');
  created = [];
  store = new ObjectStore({ folder, announce: onceThere((event) => created.push(event)) });
  await store.createBucket('photos');
});
afterEach(() => rm(parent, { recursive: true }));

/** Hears of objects that are there. */
const onceThere =
  (hear: (event: ObjectCreated) => void): AnnounceObject =>
  (event) => ({ confirm: () => hear(event), withdraw: () => {} });

const put = (key: string, body: string, options = {}) =>
  store.putObject({ bucket: 'photos', key, body: [Buffer.from(body)], ...options });

const read = async (key: string, from = store) =>
  text((await from.getObject({ bucket: 'photos', key })).body);

const keys = async (from = store) => {
  const { objects } = await from.listObjects({ bucket: 'photos' });
  return objects.map(({ key }) => key);
};

/** Every file under the folder, by its path. */
const files = async (under: string) =>
  (await readdir(under, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('a store opened again', () => {
  test('has every bucket and object it had', async () => {
    await store.createBucket('thumbs');
    await put('a', 'one', { headers: { 'content-type': 'image/png' }, userMetadata: { title: 'ü' } });
    await put('b', 'two');
    await put('b', 'three');
    await put('c', 'gone');
    await store.deleteObject({ bucket: 'photos', key: 'c' });
    const again = new ObjectStore({ folder });
    expect((await again.listBuckets()).map(({ name }) => name)).toEqual(['photos', 'thumbs']);
    expect(await keys(again)).toEqual(['a', 'b']);
    expect(await read('b', again)).toBe('three');
    expect(await again.headObject({ bucket: 'photos', key: 'a' })).toEqual(
      await store.headObject({ bucket: 'photos', key: 'a' }),
    );
  });

  test('lists what was put and deleted while it still reads its folder', async () => {
    const old = Array.from({ length: 500 }, (_, index) => `old ${index}`);
    await Promise.all(old.map((key) => put(key, 'x')));
    const again = new ObjectStore({ folder });
    const listing = keys(again);
    const expected = new Set(old);
    for (let index = 0; index < 100; index += 1) {
      await again.deleteObject({ bucket: 'photos', key: `old ${index}` });
      await again.putObject({ bucket: 'photos', key: `new ${index}`, body: [] });
      expected.delete(`old ${index}`);
      expected.add(`new ${index}`);
    }
    await listing;
    expect(await keys(again)).toEqual([...expected].sort());
  });

  test('forgets what was still being written', async () => {
    await writeFile(join(folder, 'incoming', 'half'), 'half an obj');
    await new ObjectStore({ folder }).listBuckets();
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  test('goes on with an upload that was not completed', async () => {
    const upload = { bucket: 'photos', key: 'parts', headers: {}, userMetadata: {} };
    const checksum = { algorithm: 'CRC64NVME', type: 'FULL_OBJECT', declared: false } as const;
    const uploadId = await store.createMultipartUpload({ ...upload, checksum });
    const again = new ObjectStore({ folder });
    expect(await again.listParts({ bucket: 'photos', key: 'parts', uploadId })).toEqual([]);
  });

  test('is not troubled by what an operating system leaves in folders', async () => {
    await put('a', 'one');
    for (const place of ['', 'buckets', 'buckets/photos', 'buckets/photos/objects']) {
      await writeFile(join(folder, place, '.DS_Store'), 'x');
    }
    const again = new ObjectStore({ folder });
    expect(await keys(again)).toEqual(['a']);
    expect((await again.listBuckets()).map(({ name }) => name)).toEqual(['photos']);
  });
});

describe('no key and no bucket', () => {
  const nasty = [
    'a/../../../../escaped',
    '/etc/passwd',
    '//escaped',
    'a/..',
    'a\0b',
    '\0',
    '.',
    'C:\\windows',
    'con',
    'x'.repeat(1024),
    '写'.repeat(341),
    'a/'.repeat(512),
    '\n\r\t',
    '\u202e',
    '__proto__',
    'constructor',
  ];

  test('reaches a file outside the folder', async () => {
    await mkdir(join(parent, 'neighbour'));
    await writeFile(join(parent, 'neighbour', 'file'), 'untouched');
    const stored: string[] = [];
    for (const key of nasty) {
      await put(key, key).then(
        () => stored.push(key),
        (error) => expect(error).toMatchObject({ status: 400 }),
      );
    }
    for (const key of stored) expect(await read(key)).toBe(key);
    expect(await keys()).toHaveLength(stored.length);
    expect(stored).toHaveLength(nasty.length - 1);
    for (const bucket of ['..', '../neighbour', 'neighbour/..', '', '.', '/', 'a/b', 'a\0b']) {
      await expect(store.createBucket(bucket)).rejects.toMatchObject({ name: 'InvalidBucketName' });
      await expect(store.getObject({ bucket, key: 'file' })).rejects.toMatchObject({
        name: 'InvalidBucketName',
      });
    }
    expect(await readdir(parent)).toEqual(['neighbour', 's3']);
    expect(await readFile(join(parent, 'neighbour', 'file'), 'utf8')).toBe('untouched');
    const objects = join(folder, 'buckets', 'photos', 'objects');
    for (const file of await files(parent)) {
      if (!file.startsWith(join(parent, 'neighbour')))
        expect(file.slice(objects.length)).toMatch(/^\/\w\w\/\w{62}$/);
    }
  });

  test('of a half character is taken', async () => {
    await expect(put('\ud83c', 'x')).rejects.toMatchObject({ name: 'InvalidURI' });
    await expect(put('', 'x')).rejects.toMatchObject({ name: 'InvalidURI' });
  });
});

test('no id of an upload is a path', async () => {
  const upload = { bucket: 'photos', key: 'parts' };
  const checksum = { algorithm: 'CRC32', type: 'FULL_OBJECT', declared: false } as const;
  const uploadId = await store.createMultipartUpload({ ...upload, headers: {}, userMetadata: {}, checksum });
  await expect(store.findUpload({ ...upload, uploadId })).resolves.toMatchObject({ key: 'parts' });
  for (const path of [`../uploads/${uploadId}`, `./${uploadId}`, `${uploadId}/.`]) {
    const refused = store.findUpload({ ...upload, uploadId: path });
    await expect(refused).rejects.toMatchObject({ name: 'NoSuchUpload' });
  }
});

describe('a body that fails on its way', () => {
  async function* failing() {
    yield randomBytes(100_000);
    throw new Error('the line went dead');
  }

  test('leaves the object as it was, and no file', async () => {
    await put('a', 'before');
    const before = await files(folder);
    await expect(store.putObject({ bucket: 'photos', key: 'a', body: failing() })).rejects.toThrow(
      'went dead',
    );
    expect(await read('a')).toBe('before');
    expect(await files(folder)).toEqual(before);
  });

  test('leaves no file when a condition refuses it', async () => {
    await put('a', 'before');
    const before = await files(folder);
    await expect(put('a', 'after', { ifNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await files(folder)).toEqual(before);
  });
});

describe('reading and writing at once', () => {
  test('a reader has the version it began with, to its end', async () => {
    const old = randomBytes(2_000_000);
    await store.putObject({ bucket: 'photos', key: 'a', body: [old] });
    const { body, size } = await store.getObject({ bucket: 'photos', key: 'a' });
    await put('a', 'replaced');
    await store.deleteObject({ bucket: 'photos', key: 'a' });
    const pieces: Buffer[] = [];
    for await (const piece of body) pieces.push(piece);
    expect(size).toBe(2_000_000);
    expect(Buffer.concat(pieces).equals(old)).toBe(true);
  });

  test('every reader among many writers has one of their versions, whole', async () => {
    const version = (index: number) => Buffer.alloc(10_000 + index, `${index % 10}`);
    await store.putObject({ bucket: 'photos', key: 'a', body: [version(0)] });
    const writers = Array.from({ length: 50 }, (_, index) =>
      store.putObject({
        bucket: 'photos',
        key: 'a',
        body: [version(index).subarray(0, 5000), version(index).subarray(5000)],
      }),
    );
    const readers = Array.from({ length: 50 }, async () => {
      const found = await store.getObject({ bucket: 'photos', key: 'a' });
      const bytes = Buffer.from(await text(found.body));
      expect(bytes.length).toBe(found.size);
      expect(bytes.equals(version(found.size - 10_000))).toBe(true);
    });
    await Promise.all([...writers, ...readers]);
  });
});

describe('the owner of the store', () => {
  test('is told of every object created, once it can be read', async () => {
    const seen: Promise<string>[] = [];
    const watched: ObjectStore = new ObjectStore({
      folder: join(parent, 'watched'),
      announce: onceThere(({ bucket, key }) =>
        seen.push(watched.getObject({ bucket, key }).then(({ body }) => text(body))),
      ),
    });
    await watched.createBucket('photos');
    await watched.putObject({ bucket: 'photos', key: 'a', body: [Buffer.from('one')] });
    await watched.putObject({ bucket: 'photos', key: 'a', body: [Buffer.from('two')] });
    expect(await Promise.all(seen)).toEqual(['one', 'two']);
  });

  test('is told the key as it is, the size in bytes and the ETag without quotes', async () => {
    await put('photos-raw/ü +%.jpg', 'hello');
    await put('photos-raw/empty', '');
    const common = { bucket: 'photos', sequencer: expect.stringMatching(/^[0-9A-F]{18}$/) };
    expect(created).toEqual([
      { ...common, key: 'photos-raw/ü +%.jpg', size: 5, etag: '5d41402abc4b2a76b9719d911017c592' },
      { ...common, key: 'photos-raw/empty', size: 0, etag: 'd41d8cd98f00b204e9800998ecf8427e' },
    ]);
    expect(created[1]!.sequencer > created[0]!.sequencer).toBe(true);
  });

  test('is told nothing of a put that was refused, and of a delete', async () => {
    await put('a', 'x');
    await expect(put('a', 'y', { ifNoneMatch: '*' })).rejects.toThrow();
    await store.deleteObject({ bucket: 'photos', key: 'a' });
    expect(created).toHaveLength(1);
  });
});

test('a file that is no object is reported by its path', async () => {
  await put('a', 'x');
  const [file = ''] = await files(join(folder, 'buckets'));
  await writeFile(file, 'something else entirely, and longer than a footer');
  await expect(store.headObject({ bucket: 'photos', key: 'a' })).rejects.toThrow(
    `Expected an object of the local S3 in ${file}, found a file without its footer`,
  );
});

test('metadata longer than one read of the file’s end comes back whole', async () => {
  const userMetadata = { title: '\u0001'.repeat(2000) };
  await put('a', 'x', { userMetadata });
  expect((await store.headObject({ bucket: 'photos', key: 'a' })).userMetadata).toEqual(userMetadata);
  expect(await keys(new ObjectStore({ folder }))).toEqual(['a']);
  expect(await read('a')).toBe('x');
});
