/**
 * What AWS documents of users, the names of faces. `REMOTE=1` runs it against AWS with the credentials and the Region
 * of the environment: it makes one collection and deletes it. Which faces are in a picture is not the question here, so
 * that locally an engine answers that does not look.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Rekognition } from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { samplePhotos } from '../../../local/sample-photos.ts';
import { fixedFace, fixedFaceEngine } from './fixed-face-engine.ts';
import { startRekognition } from './start-rekognition.ts';

const remote = process.env.REMOTE === '1';
const CollectionId = `contract-users-${randomUUID()}`;

let aws: Rekognition;
let stop: () => Promise<void>;
/** Of four people. */
let faces: [string, string, string, string];

beforeAll(async () => {
  ({ aws, stop } = remote ? onAws() : await onThisMachine());
  await aws.createCollection({ CollectionId });
  const Image = { Bytes: await readFile(samplePhotos[3]!.path) };
  const { FaceRecords } = await aws.indexFaces({ CollectionId, Image });
  faces = FaceRecords!.map(({ Face }) => Face!.FaceId!) as typeof faces;
});
afterAll(async () => {
  await aws.deleteCollection({ CollectionId });
  await stop();
});

let made = 0;
/** A user with these faces, whatever they look like, that is ACTIVE. */
async function userWith(FaceIds: string[] = []): Promise<{ CollectionId: string; UserId: string }> {
  const user = { CollectionId, UserId: `user-${++made}` };
  await aws.createUser(user);
  if (FaceIds.length > 0) await aws.associateFaces({ ...user, FaceIds, UserMatchThreshold: 0 });
  await settled(user.UserId);
  return user;
}

const statusOf = async (UserId: string) =>
  (await aws.listUsers({ CollectionId })).Users!.find((user) => user.UserId === UserId)?.UserStatus;
const settled = (UserId: string) =>
  vi.waitUntil(async () => (await statusOf(UserId)) !== 'UPDATING', { timeout: 60_000, interval: 50 });
const facesOf = async (UserId: string) =>
  (await aws.listFaces({ CollectionId, UserId })).Faces!.map(({ FaceId }) => FaceId).toSorted();

test('a user is created once, counted, listed and deleted', async () => {
  const before = (await aws.describeCollection({ CollectionId })).UserCount!;
  const user = await userWith();
  await expect(aws.createUser(user)).rejects.toMatchObject({ name: 'ConflictException' });
  expect(await statusOf(user.UserId)).toBe('CREATED');
  expect((await aws.describeCollection({ CollectionId })).UserCount).toBe(before + 1);
  await aws.deleteUser(user);
  expect(await statusOf(user.UserId)).toBeUndefined();
  expect((await aws.describeCollection({ CollectionId })).UserCount).toBe(before);
});

test('the same request to create a user is no conflict when it is sent again', async () => {
  const user = { CollectionId, UserId: 'sent-twice', ClientRequestToken: randomUUID() };
  await aws.createUser(user);
  await aws.createUser(user);
  await aws.deleteUser(user);
});

test('no operation knows a user or a collection that does not exist', async () => {
  const missing = { name: 'ResourceNotFoundException' };
  const user = { CollectionId, UserId: 'nobody' };
  await expect(aws.deleteUser(user)).rejects.toMatchObject(missing);
  await expect(aws.associateFaces({ ...user, FaceIds: [faces[0]] })).rejects.toMatchObject(missing);
  await expect(aws.disassociateFaces({ ...user, FaceIds: [faces[0]] })).rejects.toMatchObject(missing);
  const elsewhere = { CollectionId: 'contract-missing' };
  await expect(aws.createUser({ ...elsewhere, UserId: 'a' })).rejects.toMatchObject(missing);
  await expect(aws.listUsers(elsewhere)).rejects.toMatchObject(missing);
});

test('users are listed page by page, each once', async () => {
  const users = [await userWith(), await userWith(), await userWith()];
  const listed: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await aws.listUsers({ CollectionId, MaxResults: 1, NextToken });
    expect(page.Users!.length).toBeLessThanOrEqual(1);
    listed.push(...page.Users!.map(({ UserId }) => UserId));
    NextToken = page.NextToken;
  } while (NextToken);
  expect(listed).toEqual(expect.arrayContaining(users.map(({ UserId }) => UserId)));
  expect(new Set(listed).size).toBe(listed.length);
  for (const user of users) await aws.deleteUser(user);
});

test('faces of a user are updated, then listed by it and with it', async () => {
  const user = await userWith();
  const answer = await aws.associateFaces({ ...user, FaceIds: [faces[0]] });
  expect(answer.AssociatedFaces).toEqual([{ FaceId: faces[0] }]);
  expect(answer.UnsuccessfulFaceAssociations).toEqual([]);
  expect(answer.UserStatus).toBe('UPDATING');
  await settled(user.UserId);
  expect(await statusOf(user.UserId)).toBe('ACTIVE');
  expect(await facesOf(user.UserId)).toEqual([faces[0]]);
  const { Faces } = await aws.listFaces({ CollectionId, FaceIds: [faces[0], faces[1]] });
  expect(Object.fromEntries(Faces!.map(({ FaceId, UserId }) => [FaceId, UserId]))).toEqual({
    [faces[0]]: user.UserId,
    [faces[1]]: undefined,
  });
  await aws.deleteUser(user);
  expect((await aws.listFaces({ CollectionId, FaceIds: [faces[0]] })).Faces![0]!.UserId).toBeUndefined();
});

test('faces unlike those that a user has need a threshold of 0', async () => {
  const user = await userWith([faces[0]]);
  const refused = await aws.associateFaces({ ...user, FaceIds: [faces[1]] });
  expect(refused.AssociatedFaces).toEqual([]);
  expect(refused.UnsuccessfulFaceAssociations).toMatchObject([
    { FaceId: faces[1], Reasons: ['LOW_MATCH_CONFIDENCE'] },
  ]);
  const taken = await aws.associateFaces({ ...user, FaceIds: [faces[1]], UserMatchThreshold: 0 });
  expect(taken.AssociatedFaces).toEqual([{ FaceId: faces[1] }]);
  await aws.deleteUser(user);
});

test('a face has one user; one that is missing or has another is refused with the reason, the rest is taken', async () => {
  const [user, other] = [await userWith([faces[0]]), await userWith([faces[1]])];
  const missing = randomUUID();
  const answer = await aws.associateFaces({
    ...user,
    FaceIds: [faces[0], faces[1], faces[2], missing],
    UserMatchThreshold: 0,
  });
  // A face that the user has already is in neither list.
  expect(answer.AssociatedFaces).toEqual([{ FaceId: faces[2] }]);
  const refused = answer.UnsuccessfulFaceAssociations!;
  expect(refused).toHaveLength(2);
  expect(refused).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ FaceId: faces[1], Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] }),
      expect.objectContaining({ FaceId: missing, Reasons: ['FACE_NOT_FOUND'] }),
    ]),
  );
  for (const each of [user, other]) await aws.deleteUser(each);
});

test('faces are disassociated, and refused with the reason where they cannot be', async () => {
  const [user, other] = [await userWith([faces[0], faces[2]]), await userWith([faces[1]])];
  const missing = randomUUID();
  const answer = await aws.disassociateFaces({ ...user, FaceIds: [faces[0], faces[1], faces[3], missing] });
  expect(answer.DisassociatedFaces).toEqual([{ FaceId: faces[0] }]);
  const refused = answer.UnsuccessfulFaceDisassociations!;
  expect(refused).toHaveLength(2);
  expect(refused).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ FaceId: faces[1], Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] }),
      expect.objectContaining({ FaceId: missing, Reasons: ['FACE_NOT_FOUND'] }),
    ]),
  );
  await settled(user.UserId);
  expect(await facesOf(user.UserId)).toEqual([faces[2]]);
  for (const each of [user, other]) await aws.deleteUser(each);
});

test('a face that has a user is not deleted until it is taken out of it', async () => {
  const Image = { Bytes: await readFile(samplePhotos[3]!.path) };
  const named = { CollectionId, Image, ExternalImageId: 'to-be-deleted', MaxFaces: 1 };
  const face = (await aws.indexFaces(named)).FaceRecords![0]!.Face!.FaceId!;
  const user = await userWith([face]);
  const deletion = { CollectionId, FaceIds: [face] };
  const refused = await aws.deleteFaces(deletion);
  expect(refused.DeletedFaces).toEqual([]);
  expect(refused.UnsuccessfulFaceDeletions).toMatchObject([
    { FaceId: face, Reasons: ['ASSOCIATED_TO_AN_EXISTING_USER'] },
  ]);
  await aws.disassociateFaces({ ...user, FaceIds: [face] });
  await settled(user.UserId);
  expect((await aws.deleteFaces(deletion)).DeletedFaces).toEqual([face]);
  await aws.deleteUser(user);
});

test('the faces of a user that is deleted stay in the collection', async () => {
  await aws.deleteUser(await userWith([faces[0], faces[1]]));
  const { Faces } = await aws.listFaces({ CollectionId, FaceIds: [faces[0], faces[1]] });
  expect(Faces!.map(({ UserId }) => UserId)).toEqual([undefined, undefined]);
});

const oneHundredAndOne = Array.from({ length: 101 }, () => randomUUID());
test.each<[string, () => Promise<unknown>]>([
  ['a UserId with a space', () => aws.createUser({ CollectionId, UserId: 'Grandma Ann' })],
  ['a UserId of 129 characters', () => aws.createUser({ CollectionId, UserId: 'a'.repeat(129) })],
  ['no face', () => aws.associateFaces({ CollectionId, UserId: 'ann', FaceIds: [] })],
  ['101 faces at once', () => aws.associateFaces({ CollectionId, UserId: 'ann', FaceIds: oneHundredAndOne })],
  ['pages of 501 users', () => aws.listUsers({ CollectionId, MaxResults: 501 })],
])('%s is refused', async (_, call) => {
  await expect(call()).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('a user has at most 100 faces', async () => {
  const Image = { Bytes: await readFile(samplePhotos[3]!.path) };
  const many: string[] = [];
  for (let photo = 0; many.length < 101; photo++) {
    const { FaceRecords } = await aws.indexFaces({ CollectionId, Image, ExternalImageId: `many-${photo}` });
    many.push(...FaceRecords!.map(({ Face }) => Face!.FaceId!));
  }
  const user = await userWith(many.slice(0, 100));
  const one = { ...user, FaceIds: many.slice(100, 101), UserMatchThreshold: 0 };
  await expect(aws.associateFaces(one)).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' });
  await aws.deleteUser(user);
});

function onAws() {
  const client = new Rekognition();
  return { aws: client, stop: async () => client.destroy() };
}

async function onThisMachine() {
  const folder = await mkdtemp(path.join(tmpdir(), 'rekognition-'));
  const running = await startRekognition({
    folder,
    engine: fixedFaceEngine([1, 2, 3, 4].map((person) => fixedFace(person))),
    readObject: () => Promise.reject(new Error('no object is read')),
  });
  return {
    aws: running.aws,
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true });
    },
  };
}
