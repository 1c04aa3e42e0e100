import { IndexFacesCommand } from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localDeployment } from '../../../../local/deployment.ts';
import { nameFaces, unnameFaces } from '../../../../operations/people/name-faces.ts';
import { photoWith, type StubCloud, startStubCloud } from '../../../operations/stub-cloud.ts';
import { startTestConsole, type TestConsole } from '../../console-server.ts';

/** One person is everybody. */
let cloud: StubCloud;
let console: TestConsole;
/** Indexed from different photos; the first is found. */
const faces: string[] = [];
beforeAll(async () => {
  cloud = await startStubCloud({ 'party.jpg': await photoWith(2) });
  console = await startTestConsole(cloud.dataDir);
  for (const count of [1, 2, 3]) {
    const Image = { Bytes: await photoWith(count) };
    const { FaceRecords } = await cloud.rekognition.send(
      new IndexFacesCommand({ CollectionId: localDeployment.collectionId, Image, MaxFaces: 1 }),
    );
    faces.push(FaceRecords![0]!.Face!.FaceId!);
  }
});
afterAll(async () => {
  await console.close();
  await cloud.close();
});

const give = (faceIds: readonly string[], name: string) =>
  nameFaces(console.target, faceIds, name, async () => true);

test('the faces of an execution have the names that their people have now', async () => {
  const started = await console.ask('start', { body: { key: 'photos-raw/party.jpg' } });
  const { faces: found } = await console.ended(started.execution);
  const { faceId } = found[0] as { faceId: string };
  const named = async () =>
    (await console.ask('execution', { params: { name: started.execution } })).faces.map(({ name }) => name);
  expect(found.map(({ name }) => name)).toEqual([undefined, undefined]);
  await give([faceId], 'Grandma Zoë');
  await expect.poll(named, { timeout: 30_000 }).toEqual(['Grandma Zoë', 'Grandma Zoë']);

  const fault = cloud.cloud.faults.add({
    service: 'rekognition',
    operation: 'ListFaces',
    error: { name: 'AccessDeniedException', message: 'No', status: 400 },
  });
  await expect.poll(named, { timeout: 30_000 }).toEqual([undefined, undefined]);
  fault.remove();
});

test('people have their names, and one face of somebody leads to the others', async () => {
  await give([faces[0]!, faces[1]!], 'Grandma Zoë');
  await give([faces[2]!], 'Bob');
  const { people } = await console.ask('people', { query: {} });
  expect(Object.fromEntries(people.map(({ faceId, name }) => [faceId, name]))).toEqual({
    [faces[0]!]: 'Grandma Zoë',
    [faces[1]!]: 'Grandma Zoë',
    [faces[2]!]: 'Bob',
  });
  // One photo, whichever of their faces was found in it.
  expect(people.map(({ faceId, photoCount }) => [faceId, photoCount]).toSorted()).toEqual(
    faces.map((faceId, place) => [faceId, place < 2 ? 1 : 0]).toSorted(),
  );
  expect(await console.ask('person', { params: { faceId: faces[0]! } })).toMatchObject({
    name: 'Grandma Zoë',
    otherFaces: [faces[1]],
  });
});

test.each([
  ['zoe', [0, 1]],
  ['MA Z', [0, 1]],
  ['bob', [2]],
  ['nobody', []],
])('people are found by %s in their name', async (name, found) => {
  const { people } = await console.ask('people', { query: { name } });
  expect(people.map(({ faceId }) => faceId).toSorted()).toEqual(
    found.map((index) => faces[index]!).toSorted(),
  );
});

test('who has no name is found by none', async () => {
  await unnameFaces(console.target, faces);
  const { people } = await console.ask('people', { query: { name: 'o' } });
  expect(people).toEqual([]);
  expect((await console.ask('people', { query: {} })).people).toHaveLength(3);
});
