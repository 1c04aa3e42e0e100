import { ListFacesCommand, RekognitionClient } from '@aws-sdk/client-rekognition';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { indexFace } from '../../examples/index-faces/index-face.ts';
import { oneAtATime } from '../../examples/index-faces/one-at-a-time.ts';
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

/** Seconds; longer than six faces take on a busy machine. */
const patience = 120;

const nobodyElse = <Result>(work: () => Promise<Result>) => work();

async function known(): Promise<string[]> {
  const { collectionId, rekognition } = deployed;
  const { Faces = [] } = await rekognition.send(new ListFacesCommand({ CollectionId: collectionId }));
  return Faces.map(({ FaceId }) => FaceId!);
}

/** The crop, in other bytes, as a face of another photo. */
async function seenAgain(number: number, image = crop): Promise<FaceToIndex> {
  const { thumbsBucket: bucket, collectionId } = deployed.cloud.deployment;
  const photoId = String(number).padStart(20, '0');
  const key = `faces-thumbs/${photoId}/etag/face_1.jpg`;
  const bytes = await sharp(image)
    .jpeg({ quality: 80 + number })
    .toBuffer();
  await deployed.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
  return { ...example, photoId, idx: 1, crop: { bucket, key }, collectionId };
}

test('a new person is indexed under the photo and the number of the face', async () => {
  const face = await seenAgain(1);
  const { faceId, personId } = await indexFace(deployed.rekognition, face, nobodyElse);
  expect(personId).toBe(faceId);
  const { Faces } = await deployed.rekognition.send(
    new ListFacesCommand({ CollectionId: deployed.collectionId }),
  );
  expect(Faces).toMatchObject([{ FaceId: faceId, ExternalImageId: '00000000000000000001_face_1' }]);
});

test('a person who was indexed since the search is that person, without another face', async () => {
  const [first, second] = [await seenAgain(1), await seenAgain(2)];
  const { personId } = await indexFace(deployed.rekognition, first, nobodyElse);
  const alone = () => Promise.reject(new Error('nobody needs to be alone'));
  expect(await indexFace(deployed.rekognition, second, alone)).toEqual({ faceId: personId, personId });
  expect(await known()).toEqual([personId]);
});

test('six who all found the person unknown agree on one id', async () => {
  const faces = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => seenAgain(number)));
  const lock = { bucket: deployed.cloud.deployment.thumbsBucket, key: 'faces-thumbs/index-faces/six.lock' };
  const { promise: everybodySearched, resolve } = Promise.withResolvers<void>();
  let searched = 0;
  // Without the lock all six would be indexed before any compares: each would yield to another.
  deployed.inject({ service: 'rekognition', operation: 'SearchFaces', latencyMs: 3000 });
  const results = await Promise.all(
    faces.map((face) =>
      indexFace(deployed.rekognition, face, async (work) => {
        searched += 1;
        if (searched === faces.length) resolve();
        await everybodySearched;
        return oneAtATime(deployed.s3, lock, work, patience);
      }),
    ),
  );
  const people = new Set(results.map(({ personId }) => personId));
  expect(people.size).toBe(1);
  expect(await known()).toEqual([...people]);
});

test('a person enrolled by hand in that very moment stays, and the face of the stage goes', async () => {
  const face = await seenAgain(1);
  const { endpoint, deployment } = deployed.cloud;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const stage = new RekognitionClient({ endpoint, region: deployment.region, credentials });
  let enrolled: string | undefined;
  stage.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        if (commandName === 'IndexFacesCommand') {
          [enrolled] = await deployed.enroll(await sharp(crop).jpeg({ quality: 70 }).toBuffer(), 1);
        }
        return next(call);
      },
    { step: 'initialize' },
  );
  expect(await indexFace(stage, face, nobodyElse)).toEqual({ faceId: enrolled, personId: enrolled });
  expect(await known()).toEqual([enrolled]);
});

test('a crop without a face fails, and says so', async () => {
  const nobody = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#888' } })
    .jpeg()
    .toBuffer();
  const face = await seenAgain(1, nobody);
  const failing = indexFace(deployed.rekognition, face, nobodyElse);
  await expect(failing).rejects.toThrow('There are no faces in the image');
});
