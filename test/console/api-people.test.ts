import { DescribeCollectionCommand, ListCollectionsCommand } from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { RequestFailed } from '../../console/api/client.ts';
import { localDeployment } from '../../local/deployment.ts';
import { type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { startTestConsole, type TestConsole } from './console-server.ts';
import { photoOf, threePeople } from './three-people.ts';

/** Who unknown faces are: five photos of the same three people, each twice. One test after the other. */

let cloud: StubCloud;
let console: TestConsole;
beforeAll(async () => {
  cloud = await startStubCloud({}, { engine: threePeople });
  console = await startTestConsole(cloud.dataDir);
  const photos = Array.from({ length: 5 }, async (_, index) => [
    nameOf(index),
    await photoOf([0, 1, 2, 0, 1, 2], index),
  ]);
  await cloud.upload(Object.fromEntries(await Promise.all(photos)));
  await vi.waitUntil(async () => (await console.ask('counts', {})).photos === 5, { timeout: 60_000 });
});
afterAll(async () => {
  await console.close();
  await cloud.close();
});

const nameOf = (index: number) => `trip-${index}.jpg`;
const keyOf = (index: number) => `photos-raw/${nameOf(index)}`;
const unknown = async () => (await console.ask('unknownFaces', {})).faces;
/** The first face of a person in a photo. */
const faceOf = async (photo: number, person: number) =>
  (await unknown()).find(({ key, idx }) => key === keyOf(photo) && idx === person + 1)!;

async function reprocess(photo: number) {
  const { execution } = await console.ask('start', { body: { key: keyOf(photo) } });
  return console.ended(execution);
}

const refusal = async (asked: Promise<unknown>) => {
  const error = await asked.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RequestFailed);
  return { status: (error as RequestFailed).status, ...(error as RequestFailed).failure };
};

async function grouped() {
  await console.ask('groupByLikeness', {});
  return vi.waitUntil(
    async () => {
      const answer = await console.ask('likenessGroups', {});
      return answer.state !== 'running' && answer;
    },
    { timeout: 60_000 },
  );
}

test('thirty faces of three people are three groups', async () => {
  expect(await console.ask('likenessGroups', {})).toMatchObject({ state: 'none', groups: [] });
  expect(await console.ask('estimate', { body: { action: 'group', faces: 30 } })).toMatchObject({
    searchCalls: 30,
    indexCalls: 30,
    dollars: 0.06,
  });
  const { state, groups } = await grouped();
  expect([state, groups.map(({ length }) => length)]).toEqual(['done', [10, 10, 10]]);
  for (const group of groups) {
    const people = group.map((key) => (Number(/face_(\d)/.exec(key)![1]) - 1) % 3);
    expect(new Set(people).size).toBe(1);
  }
});

test('nothing of a grouping stays in Rekognition', async () => {
  const { rekognition } = console.target;
  const { collectionId } = localDeployment;
  expect((await rekognition.send(new ListCollectionsCommand({}))).CollectionIds).toEqual([collectionId]);
  const own = await rekognition.send(new DescribeCollectionCommand({ CollectionId: collectionId }));
  expect(own.FaceCount).toBe(0);
});

test('a face that is put away is not unknown any more, also when its photo is processed again, until it is brought back', async () => {
  const { cropKey } = await faceOf(4, 2);
  const { message } = await console.ask('putAway', { body: { cropKeys: [cropKey] } });
  expect(message).toBe('1 face put away.');
  await reprocess(4);
  expect(await console.ask('unknownFaces', {})).toMatchObject({ total: 29, putAway: 1 });
  expect(await faceOf(4, 2)).toBeUndefined();
  const { faces, total } = await console.ask('putAwayFaces', {});
  expect([faces.map((face) => face.cropKey), total]).toEqual([[cropKey], 1]);
  await console.ask('putAway', { body: { cropKeys: [cropKey], back: true } });
  expect(await console.ask('unknownFaces', {})).toMatchObject({ total: 30, putAway: 0 });
  expect(await cloud.record(keyOf(4))).toMatchObject({ corrections: [] });
});

test('several faces of one person are enrolled one after the other and get one name', async () => {
  const crops = [await faceOf(0, 0), await faceOf(1, 0), await faceOf(2, 0)];
  const faceIds: string[] = [];
  for (const { cropKey } of crops) {
    const { faceId } = await console.ask('enroll', { body: { cropKey, sameAs: faceIds } });
    faceIds.push(faceId);
  }
  const [{ cropKey }] = [await faceOf(3, 0)];
  // Without being told that it is the same person, it is known already.
  expect(await refusal(console.ask('enroll', { body: { cropKey } }))).toMatchObject({ name: 'AlreadyKnown' });
  await console.ask('name', { body: { faceIds, name: 'Grandma Ann' } });
  const person = await console.ask('person', { params: { faceId: faceIds[0]! } });
  expect(person.name).toBe('Grandma Ann');
  expect(person.otherFaces?.toSorted()).toEqual(faceIds.slice(1).toSorted());
  expect(await refusal(console.ask('name', { body: { faceIds, name: 'Zoë' } }))).toMatchObject({
    status: 409,
    name: 'OtherwiseNamed',
  });
  const again = await reprocess(0);
  expect(again.faces[0]).toMatchObject({ outcome: 'Match', name: 'Grandma Ann' });
});

test('a face that is not the person it was found to be stays so, whichever of their faces it is like', async () => {
  const { faces } = await reprocess(1);
  const { idx, ...found } = faces[0]!;
  const { faceId } = found as { faceId: string };
  const body = { key: keyOf(1), idx, faceId };
  await console.ask('notPerson', { body });
  const { occurrences } = await console.ask('person', { params: { faceId } });
  expect(occurrences).not.toContainEqual(expect.objectContaining({ key: keyOf(1), idx }));
  const { name, faces: after, counts } = await reprocess(1);
  expect(after[0]).toMatchObject({ outcome: 'NoMatch', notFaceIds: expect.arrayContaining([faceId]) });
  expect((after[0] as { notFaceIds: string[] }).notFaceIds).toHaveLength(3);
  expect(counts).toMatchObject({ matchedCount: 1, unmatchedCount: 5 });
  expect(await faceOf(1, 0)).toBeDefined();
  // What RecordMatches wrote is what was found.
  expect((await cloud.record(keyOf(1)))!.faces[0]).toMatchObject({ outcome: 'Match' });
  // It can be enrolled as somebody else at once.
  expect(await refusal(console.ask('notPerson', { body: { ...body, idx: 2 } }))).toMatchObject({
    name: 'FaceChanged',
  });
  await console.ask('notPerson', { body: { ...body, back: true } });
  expect((await console.ask('execution', { params: { name } })).faces[0]).toMatchObject({ outcome: 'Match' });
});

test('a face that is no more the one that was put right is what it was found to be', async () => {
  const { faces } = await reprocess(2);
  const { faceId } = faces[0] as unknown as { faceId: string };
  await console.ask('notPerson', { body: { key: keyOf(2), idx: 1, faceId } });
  await cloud.upload({ [nameOf(2)]: await photoOf([0, 1], 77) });
  const { executionArn } = await vi.waitUntil(
    async () => {
      const record = await cloud.record(keyOf(2));
      return record?.faceCount === 2 && record;
    },
    { timeout: 60_000 },
  );
  const name = executionArn.split(':').at(-1)!;
  const { faces: now } = await console.ask('execution', { params: { name } });
  expect(now).toHaveLength(2);
  expect(now[0]).toMatchObject({ outcome: 'Match' });
});

test('forgetting a person forgets that a face is not theirs', async () => {
  const { faces } = await reprocess(1);
  const { faceId } = faces[0] as unknown as { faceId: string };
  await console.ask('notPerson', { body: { key: keyOf(1), idx: 1, faceId } });
  await console.ask('forget', { params: { faceId } });
  expect(JSON.stringify(await cloud.record(keyOf(1)))).not.toContain(faceId);
});
