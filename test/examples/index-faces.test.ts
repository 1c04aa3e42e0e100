import { ListFacesCommand } from '@aws-sdk/client-rekognition';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FaceRecord } from '../../statemachine/photo-record.ts';
import { permits, permittedBy } from '../infra/permitted.ts';
import { roleStatements } from '../infra/statements.ts';
import { type Deployed, deployLocally, sample } from '../workflow/deployed.ts';
import { portrait } from './portrait.ts';
import { indexFacesFunction } from './stage.ts';
import { stageTemplate } from './stage-template.ts';

// Real inference, beside other test files on the same processors.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let deployed: Deployed;
let face: Buffer;
beforeAll(async () => {
  deployed = await deployLocally({ indexFacesFunction });
  face = await portrait(deployed);
});
afterAll(() => deployed.close());
beforeEach(() => deployed.forgetEverybody());

async function facesOf(key: string): Promise<readonly FaceRecord[]> {
  return (await deployed.record(key))!.faces;
}

async function known() {
  const { collectionId, rekognition } = deployed;
  const { Faces = [] } = await rekognition.send(new ListFacesCommand({ CollectionId: collectionId }));
  return Faces.map(({ FaceId, ExternalImageId }) => ({ faceId: FaceId!, externalImageId: ExternalImageId! }));
}

test('the first photo of a new person indexes them, the second matches them', async () => {
  const first = await deployed.upload('first.jpg', await sample(1));
  expect((await deployed.run({ key: first })).output).toMatchObject({ status: 'MATCHED', indexedCount: 3 });
  const indexed = await facesOf(first);
  const { photoId } = (await deployed.record(first))!;
  expect((await known()).sort(byExternalImageId)).toEqual(
    indexed.map((face) => ({
      faceId: (face as { faceId: string }).faceId,
      externalImageId: `${photoId}_face_${face.idx}`,
    })),
  );

  // Of the three people in the first photo one is in the second, with two others.
  const second = await deployed.upload('second.jpg', await sample(3));
  expect((await deployed.run({ key: second })).output).toMatchObject({ matchedCount: 1, indexedCount: 2 });
  const [match] = (await facesOf(second)).filter(({ outcome }) => outcome === 'Match');
  expect(match).toMatchObject({ personId: (indexed[0] as { personId: string }).personId });
});

test('many photos of the same new people at once give each person one id', async () => {
  const photo = await sample(1);
  const keys = await Promise.all(
    [70, 80, 90].map(async (quality) =>
      deployed.upload(`at-once-${quality}.jpg`, await sharp(photo).jpeg({ quality }).toBuffer()),
    ),
  );
  const executions = await Promise.all(keys.map((key) => deployed.run({ key })));
  expect(executions.map(({ status, cause }) => cause ?? status)).toEqual(keys.map(() => 'SUCCEEDED'));

  const collection = (await known()).map(({ faceId }) => faceId);
  expect(collection).toHaveLength(3);
  const people = await Promise.all(
    keys.map(async (key) => (await facesOf(key)).map((face) => (face as { personId: string }).personId)),
  );
  for (const inPhoto of people) expect(inPhoto.sort()).toEqual(collection.sort());
});

test('a face whose call met a fault is indexed by the next, once', async () => {
  deployed.inject({
    service: 'rekognition',
    operation: 'IndexFaces',
    times: 2,
    error: { name: 'InternalServerError', message: 'Internal server error', status: 500 },
  });
  const key = await deployed.upload('retried.jpg', face);
  expect((await deployed.run({ key })).output).toMatchObject({ status: 'MATCHED', indexedCount: 1 });
  expect(await known()).toHaveLength(1);
});

describe('a stage that fails', () => {
  test('makes its face Failed at stage IndexFaces, and its photo PARTIAL', async () => {
    deployed.inject({
      service: 'rekognition',
      operation: 'IndexFaces',
      when: ({ ExternalImageId }) => String(ExternalImageId).endsWith('_face_2'),
      error: { name: 'ServiceQuotaExceededException', message: 'The collection is full', status: 400 },
    });
    const key = await deployed.upload('full.jpg', await sample(1));
    const { error, cause } = await deployed.run({ key });
    expect(error).toBe('FacesFailed');
    expect(cause).toMatch(/1 of 3 faces not indexed: ServiceQuotaExceededException ×1/);
    expect((await facesOf(key)).map(({ outcome }) => outcome)).toEqual(['Indexed', 'Failed', 'Indexed']);
  });
});

test('the role of the stage allows every call that it makes', async () => {
  // While the first of three is searched the others get in line, and are compared.
  deployed.inject({ service: 'rekognition', operation: 'SearchFacesByImage', latencyMs: 1_500 });
  await deployed.run({ key: await deployed.upload('permitted.jpg', await sample(1)) });
  const calls = deployed.cloud.recorded.entries.filter(({ caller }) => caller === 'IndexFaces');
  expect(calls.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['rekognition:SearchFaces', 'rekognition:DeleteCollection', 's3:DeleteObject']),
  );
  const permitted = Object.values(roleStatements(stageTemplate)).flatMap((statements) =>
    permittedBy(statements),
  );
  expect(calls.filter((call) => !permitted.some((permission) => permits(permission, call)))).toEqual([]);
});

const byExternalImageId = (a: { externalImageId: string }, b: { externalImageId: string }) =>
  a.externalImageId.localeCompare(b.externalImageId);
