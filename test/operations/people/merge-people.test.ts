import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { localDeployment } from '../../../local/deployment.ts';
import { findDoubles, mergePerson } from '../../../operations/people/merge-people.ts';
import { nameFaces } from '../../../operations/people/name-faces.ts';
import { fixedFace, fixedFaceEngine } from '../../local-aws/rekognition/fixed-face-engine.ts';
import { startRekognition } from '../../local-aws/rekognition/start-rekognition.ts';
import { blackImage } from '../../local-aws/rekognition/synthetic-images.ts';

const { collectionId: CollectionId } = localDeployment;
const { signal } = new AbortController();

test('faces of one person get the name that one of them has; who has two names is told, and others are left alone', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'merge-'));
  const engine = fixedFaceEngine([1, 2, 3].map((person) => fixedFace(person)));
  const readObject = () => Promise.reject(new Error('no object is read'));
  const { aws, stop } = await startRekognition({ folder, engine, readObject });
  onTestFinished(async () => {
    await stop();
    await rm(folder, { recursive: true });
  });
  await aws.createCollection({ CollectionId });
  const Image = { Bytes: await blackImage(100, 100).png().toBuffer() };
  const index = async (ExternalImageId: string, MaxFaces: number) => {
    const { FaceRecords } = await aws.indexFaces({ CollectionId, Image, ExternalImageId, MaxFaces });
    return FaceRecords!.map(({ Face }) => Face!.FaceId!);
  };
  const [ann, bob] = await index('first', 3);
  const [annAgain, bobAgain] = await index('second', 2);
  const target = { rekognition: aws, deployment: localDeployment, kind: 'server' as const };
  const never = () => Promise.reject(new Error('nothing was to be asked'));
  await nameFaces(target, [ann!], 'Ann', never);
  await nameFaces(target, [bob!], 'Bob', never);
  await nameFaces(target, [bobAgain!], 'Robert', never);

  const found = await findDoubles(target, 95, { signal });
  expect(found.toSorted((one, other) => one.names.length - other.names.length)).toEqual([
    { faceIds: [ann, annAgain].toSorted(), names: ['Ann'] },
    { faceIds: [bob, bobAgain].toSorted(), names: ['Bob', 'Robert'] },
  ]);
  const { faceIds } = await mergePerson(target, found.find(({ names }) => names.length === 1)!);
  expect(faceIds).toEqual([ann, annAgain].toSorted());
  expect(await findDoubles(target, 95, { signal })).toMatchObject([{ names: ['Bob', 'Robert'] }]);
});
