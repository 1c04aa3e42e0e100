import { ListCollectionsCommand, ListFacesCommand } from '@aws-sdk/client-rekognition';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { faceCollection } from '../../examples/index-faces/face-collection.ts';
import { indexFace, type Stage } from '../../examples/index-faces/index-face.ts';
import { storedIn } from '../../examples/index-faces/stored-json.ts';
import { WaitingFaces } from '../../examples/index-faces/waiting-faces.ts';
import type { FaceToIndex } from '../../statemachine/payloads.ts';
import example from '../../statemachine/samples/face-to-index.json' with { type: 'json' };
import { type Deployed, deployLocally } from '../workflow/deployed.ts';
import { portrait } from './portrait.ts';

// Real inference, beside other test files on the same processors.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let deployed: Deployed;
let crop: Buffer;
beforeAll(async () => {
  deployed = await deployLocally();
  crop = await portrait(deployed);
});
afterAll(() => deployed.close());
beforeEach(() => deployed.forgetEverybody());

let holders = 0;
/** As handler.ts puts it together. */
function stage(differences: Partial<Stage> = {}): Stage {
  const { thumbsBucket, collectionId } = deployed.cloud.deployment;
  const stored = storedIn(deployed.s3, thumbsBucket);
  holders += 1;
  return {
    stored,
    waiting: new WaitingFaces(stored, 'faces-thumbs/working/', collectionId),
    collection: faceCollection(deployed.rekognition, collectionId, 'AUTO'),
    collectionId,
    settings: { callsPerSecond: 'none', settleSeconds: 0 },
    time: { now: Date.now, sleep: async () => {} },
    takeTurn: async () => Date.now(),
    newHolder: () => `holder-${holders}`,
    ...differences,
  };
}

/** Comes again, as the hook does. */
async function untilTold(face: FaceToIndex, differences?: Partial<Stage>) {
  for (;;) {
    try {
      return await indexFace(face, stage(differences));
    } catch (error) {
      if ((error as Error).name !== 'ThrottlingException') throw error;
    }
  }
}

async function known() {
  const { collectionId, rekognition } = deployed;
  const { Faces = [] } = await rekognition.send(new ListFacesCommand({ CollectionId: collectionId }));
  return Faces.map(({ FaceId, ExternalImageId }) => ({ faceId: FaceId!, externalImageId: ExternalImageId! }));
}

/** Calls of Rekognition in a piece of work. */
async function callsIn(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const counted = (): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const { action, count } of deployed.cloud.recorded.counts) {
      const operation = action.replace('rekognition:', '');
      if (/^(Search|Index|Create)/.test(operation)) sums[operation] = (sums[operation] ?? 0) + count;
    }
    return sums;
  };
  const before = counted();
  await work();
  const differences = Object.entries(counted()).map(([name, count]) => [name, count - (before[name] ?? 0)]);
  return Object.fromEntries(differences.filter(([, count]) => count !== 0));
}

let photos = 0;
/** The crop, in other bytes, as a face of another photo. */
async function seenAgain(image = crop): Promise<FaceToIndex> {
  photos += 1;
  const { thumbsBucket: bucket, collectionId } = deployed.cloud.deployment;
  const photoId = String(photos).padStart(20, '0');
  const key = `faces-thumbs/${photoId}/etag/face_1.jpg`;
  const bytes = await sharp(image)
    .jpeg({ quality: 70 + (photos % 30) })
    .toBuffer();
  await deployed.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
  return { ...example, photoId, idx: 1, crop: { bucket, key }, collectionId };
}

test('a new person who comes alone is searched and indexed, under the photo and the number of the face', async () => {
  const face = await seenAgain();
  const calls = await callsIn(() => indexFace(face, stage()));
  expect(calls).toEqual({ SearchFacesByImage: 1, IndexFaces: 1 });
  const [indexed] = await known();
  expect(indexed!.externalImageId).toBe(`${face.photoId}_face_1`);
  expect(await indexFace(face, stage())).toEqual({ faceId: indexed!.faceId, personId: indexed!.faceId });
});

test('a person who was indexed since the search is found by one call, without another face', async () => {
  const first = await indexFace(await seenAgain(), stage());
  const second = await seenAgain();
  expect(await callsIn(async () => expect(await indexFace(second, stage())).toEqual(first))).toEqual({
    SearchFacesByImage: 1,
  });
  expect(await known()).toHaveLength(1);
});

test('six at once of one new person agree on one id, and nothing of their comparison is left', async () => {
  const faces = await Promise.all(Array.from({ length: 6 }, () => seenAgain()));
  const told = await Promise.all(faces.map((face) => untilTold(face)));
  const [only] = await known();
  expect(await known()).toHaveLength(1);
  expect(told).toEqual(faces.map(() => ({ faceId: only!.faceId, personId: only!.faceId })));
  const { CollectionIds } = await deployed.rekognition.send(new ListCollectionsCommand({}));
  expect(CollectionIds).toEqual([deployed.collectionId]);
});

test('an answer is kept for the execution that got it, and asked anew by another', async () => {
  const face = await seenAgain();
  const told = await indexFace(face, stage());
  expect(await callsIn(async () => expect(await indexFace(face, stage())).toEqual(told))).toEqual({});
  await deployed.forgetEverybody();
  const processedAgain = { ...face, executionArn: `${face.executionArn}-2` };
  await indexFace(processedAgain, stage());
  expect(await known()).toHaveLength(1);
});

test('a face of a low quality is not indexed, alone and among others, and the reason is told', async () => {
  const poor = await sharp(crop).blur(12).toBuffer();
  const others = [await seenAgain(poor), await seenAgain()];
  const reason = { notIndexed: expect.stringMatching(/LOW_/) };
  const differences = {
    collection: faceCollection(deployed.rekognition, deployed.collectionId, 'HIGH'),
  };
  expect(await untilTold(await seenAgain(poor), differences)).toEqual(reason);
  const [blurred] = await Promise.all(others.map((face) => untilTold(face, differences)));
  expect(blurred).toEqual(reason);
});

test('a crop without a face fails with what Rekognition says, and the others go on', async () => {
  const nobody = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#888' } })
    .jpeg()
    .toBuffer();
  const [empty, face] = [await seenAgain(nobody), await seenAgain()];
  const [failing, told] = await Promise.allSettled([untilTold(empty), untilTold(face)]);
  expect(failing).toMatchObject({
    reason: {
      name: 'InvalidParameterException',
      message: expect.stringContaining('There are no faces in the image'),
    },
  });
  expect(told.status).toBe('fulfilled');
});

test('who would wait long for a turn comes again, and has kept it', async () => {
  const face = await seenAgain();
  const inAMinute = Date.now() + 60_000;
  const differences = { takeTurn: async () => inAMinute };
  await expect(indexFace(face, stage(differences))).rejects.toMatchObject({
    name: 'ThrottlingException',
    message: expect.stringContaining('The quota is free for this face in'),
  });
  const never = { takeTurn: () => Promise.reject(new Error('another turn')) };
  const later = { now: () => inAMinute, sleep: async () => {} };
  expect(await indexFace(face, stage({ ...never, time: later }))).toHaveProperty('faceId');
});
