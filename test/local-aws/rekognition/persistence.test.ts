import { spawn } from 'node:child_process';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { fixedFace, fixedFaceEngine } from './fixed-face-engine.ts';
import { anyImage, rekognitionOnFolder } from './rekognition-on-folder.ts';

const data = rekognitionOnFolder();
const CollectionId = 'people';
const party = { CollectionId, Image: anyImage, ExternalImageId: 'party' };

describe('a restart', () => {
  test('keeps collections, faces and what they look like', async () => {
    const first = await data.start();
    await first.createCollection({ CollectionId });
    const { FaceRecords } = await first.indexFaces(party);
    const { CreationTimestamp } = await first.describeCollection({ CollectionId });

    const second = await data.start();
    const described = await second.describeCollection({ CollectionId });
    expect(described).toMatchObject({ FaceCount: 2, CreationTimestamp });
    const { FaceMatches } = await second.searchFacesByImage({ CollectionId, Image: anyImage });
    expect(FaceMatches).toEqual([{ Similarity: 100, Face: FaceRecords![0]!.Face }]);
  });

  test('meets the same image under the same name without storing it twice', async () => {
    const first = await data.start();
    await first.createCollection({ CollectionId });
    const { FaceRecords } = await first.indexFaces(party);
    const second = await data.start();
    expect((await second.indexFaces(party)).FaceRecords).toEqual(FaceRecords);
    expect((await second.describeCollection({ CollectionId })).FaceCount).toBe(2);
  });

  test('keeps a deleted face deleted, and nothing of it on disk', async () => {
    const first = await data.start();
    await first.createCollection({ CollectionId });
    const { FaceRecords } = await first.indexFaces(party);
    const [deleted, kept] = FaceRecords!.map(({ Face }) => Face!.FaceId!);
    await first.deleteFaces({ CollectionId, FaceIds: [deleted!] });
    const text = await readFile(await data.journal(), 'utf8');
    expect(text).toContain(kept);
    expect(text).not.toContain(deleted);
    const second = await data.start();
    expect((await second.listFaces({ CollectionId })).Faces).toMatchObject([{ FaceId: kept }]);
  });

  test('keeps a deleted collection deleted, and nothing of it on disk', async () => {
    const first = await data.start();
    await first.createCollection({ CollectionId });
    await first.indexFaces(party);
    await first.deleteCollection({ CollectionId });
    expect(await readdir(data.folder)).toEqual([]);
    const second = await data.start();
    expect((await second.listCollections()).CollectionIds).toEqual([]);
  });

  test('keeps users and their faces, and nothing of a name that was taken away on disk', async () => {
    const first = await data.start();
    await first.createCollection({ CollectionId });
    const { FaceRecords } = await first.indexFaces(party);
    const [one, other] = FaceRecords!.map(({ Face }) => Face!.FaceId!);
    for (const [UserId, FaceId] of [
      ['ann', one!],
      ['bob', other!],
    ] as const) {
      await first.createUser({ CollectionId, UserId });
      await first.associateFaces({ CollectionId, UserId, FaceIds: [FaceId] });
    }
    const second = await data.start();
    expect((await second.listFaces({ CollectionId, UserId: 'ann' })).Faces).toMatchObject([{ FaceId: one }]);
    expect((await second.listUsers({ CollectionId })).Users).toEqual([
      { UserId: 'ann', UserStatus: 'ACTIVE' },
      { UserId: 'bob', UserStatus: 'ACTIVE' },
    ]);
    await second.disassociateFaces({ CollectionId, UserId: 'bob', FaceIds: [other!] });
    await second.deleteUser({ CollectionId, UserId: 'ann' });
    expect(await readFile(await data.journal(), 'utf8')).not.toContain('ann');
    const third = await data.start();
    expect((await third.listUsers({ CollectionId })).Users).toEqual([
      { UserId: 'bob', UserStatus: 'CREATED' },
    ]);
    const { Faces } = await third.listFaces({ CollectionId });
    expect(Faces!.map(({ UserId }) => UserId)).toEqual([undefined, undefined]);
  });

  test('drops a line that was not finished, and goes on after it', async () => {
    const first = await data.start();
    await first.createCollection({ CollectionId });
    await first.indexFaces(party);
    await appendFile(await data.journal(), '{"faceId":"5f0c');
    const second = await data.start();
    expect((await second.listFaces({ CollectionId })).Faces).toHaveLength(2);
    await second.indexFaces({ ...party, ExternalImageId: 'next' });
    const third = await data.start();
    expect((await third.listFaces({ CollectionId })).Faces).toHaveLength(4);
  });

  test('removes a rewrite that was not finished', async () => {
    const first = await data.start();
    await first.createCollection({ CollectionId });
    await writeFile(`${await data.journal()}.aside`, '{"collection');
    const second = await data.start();
    expect((await second.listCollections()).CollectionIds).toEqual([CollectionId]);
    expect(await readdir(data.folder)).toHaveLength(1);
  });

  test('refuses a file that is damaged elsewhere, and names the line', async () => {
    const first = await data.start();
    await first.createCollection({ CollectionId });
    await first.indexFaces(party);
    const file = await data.journal();
    await writeFile(file, (await readFile(file, 'utf8')).replace('{"faceId"', '{"faceId'));
    await expect(data.start()).rejects.toThrow(/JSON in line 2 of .*jsonl/);
  });
});

test('every face that was acknowledged survives kill -9', async () => {
  const script = new URL('index-without-end.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, data.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  for await (const faceId of createInterface(child.stdout)) {
    acknowledged.push(faceId);
    if (acknowledged.length === 25) child.kill('SIGKILL');
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(25);
  const { Faces } = await (await data.start()).listFaces({ CollectionId });
  expect(Faces!.map(({ FaceId }) => FaceId)).toEqual(expect.arrayContaining(acknowledged));
});

test('every name that was acknowledged survives kill -9', async () => {
  const script = new URL('name-without-end.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, data.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(line);
    if (acknowledged.length === 25) child.kill('SIGKILL');
  }
  const { Faces } = await (await data.start()).listFaces({ CollectionId });
  const named = Faces!.map(({ FaceId, UserId }) => `${FaceId} ${UserId}`);
  expect(named).toEqual(expect.arrayContaining(acknowledged));
});

test('the same image indexed twenty times at once is stored once', async () => {
  const aws = await data.start();
  await aws.createCollection({ CollectionId });
  await Promise.all(Array.from({ length: 20 }, () => aws.indexFaces(party)));
  expect((await (await data.start()).listFaces({ CollectionId })).Faces).toHaveLength(2);
});

test('a face indexed while its collection is deleted is not acknowledged', async () => {
  const described = Promise.withResolvers<void>();
  const mayAnswer = Promise.withResolvers<void>();
  const aws = await data.start({
    ...fixedFaceEngine([]),
    async describe() {
      described.resolve();
      await mayAnswer.promise;
      return [fixedFace(1)];
    },
  });
  await aws.createCollection({ CollectionId });
  const indexed = aws.indexFaces(party);
  await described.promise;
  await aws.deleteCollection({ CollectionId });
  mayAnswer.resolve();
  await expect(indexed).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect(await readdir(data.folder)).toEqual([]);
});

describe('a collection of another engine', () => {
  const laterEngine = fixedFaceEngine([fixedFace(1)], 'fixed-2');

  test('is described and listed as what it is', async () => {
    const first = await data.start();
    await first.createCollection({ CollectionId });
    await first.indexFaces(party);
    const second = await data.start(laterEngine);
    const described = await second.describeCollection({ CollectionId });
    expect(described).toMatchObject({ FaceModelVersion: 'fixed-1', FaceCount: 2 });
    const { Faces } = await second.listFaces({ CollectionId });
    expect(Faces![0]!.IndexFacesModelVersion).toBe('fixed-1');
  });

  test('is neither searched nor added to', async () => {
    const first = await data.start();
    await first.createCollection({ CollectionId });
    const { FaceRecords } = await first.indexFaces(party);
    const second = await data.start(laterEngine);
    const { FaceId } = FaceRecords![0]!.Face!;
    for (const refused of [
      second.searchFacesByImage({ CollectionId, Image: anyImage }),
      second.searchFaces({ CollectionId, FaceId }),
      second.indexFaces(party),
    ]) {
      await expect(refused).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: expect.stringMatching(
          /expected a collection of face model fixed-2, people is of fixed-1; aws rekognition delete-collection --collection-id people, .* index the photos again/,
        ),
      });
    }
  });
});
