import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Rekognition } from '@aws-sdk/client-rekognition';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { localDeployment } from '../../../local/deployment.ts';
import { nameFaces, unnameFaces } from '../../../operations/people/name-faces.ts';
import { Names } from '../../../operations/people/names.ts';
import type { PeopleTarget } from '../../../operations/people/users.ts';
import { fixedFace, fixedFaceEngine } from '../../local-aws/rekognition/fixed-face-engine.ts';
import { startRekognition } from '../../local-aws/rekognition/start-rekognition.ts';
import { blackImage } from '../../local-aws/rekognition/synthetic-images.ts';

const { collectionId: CollectionId } = localDeployment;
const Image = { Bytes: await blackImage(100, 100).png().toBuffer() };

let target: PeopleTarget;
let aws: Rekognition;
let stop: () => Promise<void>;
/** Of three people who are not alike. */
let faces: [string, string, string];

beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'name-faces-'));
  const engine = fixedFaceEngine([1, 2, 3].map((person) => fixedFace(person)));
  const readObject = () => Promise.reject(new Error('no object is read'));
  const running = await startRekognition({ folder, engine, readObject });
  aws = running.aws;
  target = { rekognition: aws, deployment: localDeployment, kind: 'server' };
  stop = async () => {
    await running.stop();
    await rm(folder, { recursive: true });
  };
  await aws.createCollection({ CollectionId });
  const { FaceRecords } = await aws.indexFaces({ CollectionId, Image });
  faces = FaceRecords!.map(({ Face }) => Face!.FaceId!) as typeof faces;
});
afterEach(() => stop());

const never = () => Promise.reject(new Error('nothing was to be asked'));
const usersNow = async () => (await aws.listUsers({ CollectionId })).Users!;

test('faces that are not alike are one person when they are given one name, and it is there at once', async () => {
  await nameFaces(target, [faces[0]], 'Zoë', never);
  const named = await nameFaces(target, [faces[1]], 'Zoë', never);
  expect(named).toEqual({ name: 'Zoë', faceIds: [faces[0], faces[1]].toSorted() });
  expect(await usersNow()).toMatchObject([{ UserStatus: 'ACTIVE' }]);
  expect(Object.fromEntries(await new Names(target).of(faces))).toEqual({
    [faces[0]]: 'Zoë',
    [faces[1]]: 'Zoë',
  });
  // Again is no error.
  expect(await nameFaces(target, [faces[1]], 'Zoë', never)).toEqual(named);
});

test('a face leaves its other name after it was asked, and a name without a face is no more', async () => {
  await nameFaces(target, [faces[0], faces[1]], 'Ann', never);
  const mayMove = vi.fn(async () => false);
  expect(await nameFaces(target, [faces[0]], 'Bob', mayMove)).toBeUndefined();
  expect(mayMove).toHaveBeenCalledWith([{ faceId: faces[0], name: 'Ann' }]);
  expect(Object.fromEntries(await new Names(target).of(faces))).toEqual({
    [faces[0]]: 'Ann',
    [faces[1]]: 'Ann',
  });
  mayMove.mockResolvedValue(true);
  await nameFaces(target, [faces[0]], 'Bob', mayMove);
  await nameFaces(target, [faces[1]], 'Bob', mayMove);
  expect(await usersNow()).toEqual([{ UserId: 'Bob', UserStatus: 'ACTIVE' }]);
});

test('a name that another program has given in another form is the same person', async () => {
  const UserId = '::QW5u';
  await aws.createUser({ CollectionId, UserId: 'Ann' });
  await aws.createUser({ CollectionId, UserId });
  await nameFaces(target, [faces[0]], UserId, never);
  expect((await aws.listFaces({ CollectionId, UserId })).Faces).toMatchObject([{ FaceId: faces[0] }]);
  expect(await usersNow()).toHaveLength(2);
});

test('taking a name away removes it with its last face', async () => {
  await nameFaces(target, [faces[0], faces[1]], 'Ann', never);
  expect(Object.fromEntries(await unnameFaces(target, [faces[0], faces[2]]))).toEqual({ [faces[0]]: 'Ann' });
  expect(await usersNow()).toHaveLength(1);
  await unnameFaces(target, [faces[1]]);
  expect(await usersNow()).toEqual([]);
});

test('a face that is not in the collection and a 101st face are refused, and nothing is made', async () => {
  const missing = '11111111-2222-3333-4444-555555555555';
  await expect(nameFaces(target, [missing], 'Ann', never)).rejects.toThrow(
    `Expected a face of the collection ${CollectionId}, which has none ${missing}`,
  );
  const many = Array.from({ length: 101 }, (_, face) => missing.replace(/...$/, String(100 + face)));
  await expect(nameFaces(target, many, 'Ann', never)).rejects.toThrow('Expected at most 100 faces');
  expect(await usersNow()).toEqual([]);
});

test('a change that is under way is waited for', async () => {
  const send = aws.send.bind(aws) as (command: object) => Promise<unknown>;
  let conflicts = 2;
  vi.spyOn(aws, 'send').mockImplementation(((command: object) =>
    command.constructor.name === 'AssociateFacesCommand' && conflicts-- > 0
      ? Promise.reject(Object.assign(new Error('under way'), { name: 'ConflictException' }))
      : send(command)) as never);
  expect(await nameFaces(target, [faces[0]], 'Ann', never)).toMatchObject({ faceIds: [faces[0]] });
  expect(conflicts).toBe(-1);
});

test('names are looked up once for many faces, and again when they count no longer', async () => {
  await nameFaces(target, [faces[0]], 'Ann', never);
  const send = vi.spyOn(aws, 'send');
  const names = new Names(target);
  await names.of([...faces, 'no face of Rekognition']);
  expect(Object.fromEntries(await names.of(faces))).toEqual({ [faces[0]]: 'Ann' });
  expect(send).toHaveBeenCalledTimes(1);
  names.outdate();
  await names.of(faces);
  expect(send).toHaveBeenCalledTimes(2);
});

test('somebody who was indexed under an earlier face has its name, unless they have their own', async () => {
  await nameFaces(target, [faces[0]], 'Ann', never);
  const face = { outcome: 'Indexed', faceId: faces[1], personId: faces[0] } as const;
  const names = new Names(target);
  expect(await names.with([face])).toEqual([{ ...face, name: 'Ann' }]);
  await nameFaces(target, [faces[1]], 'Bob', never);
  names.outdate();
  expect(await names.with([face])).toEqual([{ ...face, name: 'Bob' }]);
  expect(await names.with([{ outcome: 'NoMatch' }])).toEqual([{ outcome: 'NoMatch' }]);
});
