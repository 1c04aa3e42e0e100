import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { WorkerCrashed } from '../../../local-aws/rekognition/engine/worker-pool.ts';
import { fixedFace, fixedFaceEngine, ofLengthOne } from './fixed-face-engine.ts';
import { anyImage as Image, rekognitionOnFolder, twoPeople } from './rekognition-on-folder.ts';

const data = rekognitionOnFolder();
const CollectionId = 'people';

describe('what AWS can and this cannot is refused', () => {
  const refusal = (reason: string) => ({
    name: 'InvalidParameterException',
    message: expect.stringContaining(reason),
  });

  test('attributes beyond DEFAULT', async () => {
    const aws = await data.start();
    await expect(aws.detectFaces({ Image, Attributes: ['ALL'] })).rejects.toMatchObject(
      refusal(
        'expected only DEFAULT, the attributes this local service can answer, for Attributes.0, got "ALL"',
      ),
    );
    await expect(
      aws.indexFaces({ CollectionId, Image, DetectionAttributes: ['DEFAULT', 'EMOTIONS'] }),
    ).rejects.toMatchObject(refusal('for DetectionAttributes.1, got "EMOTIONS"'));
  });

  test('tags', async () => {
    const aws = await data.start();
    await expect(aws.createCollection({ CollectionId, Tags: { team: 'faces' } })).rejects.toMatchObject(
      refusal('tags are not supported'),
    );
  });
});

describe('faces below the quality bar', () => {
  const faces = [
    fixedFace(1, { quality: { brightness: 50, sharpness: 2 }, strength: 2.4 }),
    fixedFace(2, { quality: { brightness: 1, sharpness: 80 }, confidence: 30, misfit: 11 }),
    fixedFace(3),
    fixedFace(4),
  ];
  const third = faces[2]!.boundingBox;

  test('are not indexed, with their reasons, and do not count for MaxFaces', async () => {
    const aws = await data.start(fixedFaceEngine(faces));
    await aws.createCollection({ CollectionId });
    const { FaceRecords, UnindexedFaces } = await aws.indexFaces({ CollectionId, Image, MaxFaces: 1 });
    expect(FaceRecords!.map(({ Face }) => Face!.BoundingBox!.Left)).toEqual([third.left]);
    expect(UnindexedFaces!.map(({ Reasons }) => Reasons)).toEqual([
      ['LOW_FACE_QUALITY', 'LOW_SHARPNESS'],
      ['LOW_CONFIDENCE', 'EXTREME_POSE', 'LOW_BRIGHTNESS'],
      ['EXCEEDS_MAX_FACES'],
    ]);
  });

  test('are indexed without a filter', async () => {
    const aws = await data.start(fixedFaceEngine(faces));
    await aws.createCollection({ CollectionId });
    const { FaceRecords } = await aws.indexFaces({ CollectionId, Image, QualityFilter: 'NONE' });
    expect(FaceRecords).toHaveLength(4);
  });

  test('are passed over by a search with a filter, for the largest face that is good enough', async () => {
    const aws = await data.start(fixedFaceEngine(faces));
    await aws.createCollection({ CollectionId });
    const search = { CollectionId, Image, QualityFilter: 'AUTO' } as const;
    const { SearchedFaceBoundingBox } = await aws.searchFacesByImage(search);
    expect(SearchedFaceBoundingBox!.Left).toBe(third.left);
    const onlyBad = await data.start(fixedFaceEngine(faces.slice(0, 2)));
    await expect(onlyBad.searchFacesByImage(search)).rejects.toThrow('There are no faces in the image.');
  });
});

test('a search tells the user of a face only behind its switch', async () => {
  const FaceIds = await data.start().then(async (aws) => {
    await aws.createCollection({ CollectionId });
    const { FaceRecords } = await aws.indexFaces({ CollectionId, Image });
    return [FaceRecords![0]!.Face!.FaceId!];
  });
  const user = { CollectionId, UserId: 'ann' };
  const found = async (searchesTellUsers?: boolean) => {
    const aws = await data.start(twoPeople, { searchesTellUsers });
    if (searchesTellUsers === undefined) {
      await aws.createUser(user);
      await aws.associateFaces({ ...user, FaceIds });
    }
    return (await aws.searchFacesByImage({ CollectionId, Image })).FaceMatches![0]!.Face!.UserId;
  };
  expect(await found()).toBeUndefined();
  expect(await found(true)).toBe('ann');
});

test('an engine that crashes is an internal server error', async () => {
  const aws = await data.start({
    ...twoPeople,
    async detect() {
      throw new WorkerCrashed('A worker ended with exit code 1');
    },
  });
  await expect(aws.detectFaces({ Image })).rejects.toMatchObject({
    name: 'InternalServerError',
    message: 'Internal server error',
    $metadata: { httpStatusCode: 500 },
  });
});

test('a small file that would unpack to a huge picture is refused', async () => {
  const bomb = Buffer.from(Image.Bytes);
  // A PNG's header chunk: its type at byte 12, width, height and five more bytes, then their checksum.
  bomb.writeUInt32BE(50_000, 16);
  bomb.writeUInt32BE(50_000, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  const aws = await data.start();
  await expect(aws.detectFaces({ Image: { Bytes: bomb } })).rejects.toMatchObject({
    name: 'ImageTooLargeException',
    message: 'Image size is too large.',
  });
});

test('matches are cut at MaxFaces and at the threshold, most similar first', async () => {
  const { descriptor } = fixedFace(1);
  // Similarity 99.55, 95.00, 80.10 and 5.92.
  const faces = [0.595, 0.5, 0.4404, 0.28].map((cosine, index) =>
    fixedFace(index + 2, { descriptor: turned(descriptor, cosine) }),
  );
  const aws = await data.start(fixedFaceEngine([...faces].reverse()));
  await aws.createCollection({ CollectionId });
  await aws.indexFaces({ CollectionId, Image });

  const searching = await data.start(fixedFaceEngine([fixedFace(1)]));
  async function similarities(limits: { FaceMatchThreshold?: number; MaxFaces?: number }) {
    const { FaceMatches } = await searching.searchFacesByImage({ CollectionId, Image, ...limits });
    return FaceMatches!.map(({ Similarity }) => Math.round(Similarity!));
  }
  expect(await similarities({ FaceMatchThreshold: 0 })).toEqual([100, 95, 80, 6]);
  expect(await similarities({ FaceMatchThreshold: 95 })).toEqual([100, 95]);
  expect(await similarities({ FaceMatchThreshold: 0, MaxFaces: 1 })).toEqual([100]);
  expect(await similarities({ FaceMatchThreshold: 99.99 })).toEqual([]);
  expect(await similarities({})).toEqual([100, 95, 80]);
});

/** A descriptor whose cosine with the given one is this. */
function turned(descriptor: Float32Array, cosine: number): Float32Array {
  const { descriptor: other } = fixedFace(99);
  const along = other.reduce((sum, value, axis) => sum + value * descriptor[axis]!, 0);
  const across = ofLengthOne(other.map((value, axis) => value - along * descriptor[axis]!));
  return descriptor.map((value, axis) => cosine * value + Math.sqrt(1 - cosine ** 2) * across[axis]!);
}
