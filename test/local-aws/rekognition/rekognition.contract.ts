/**
 * What AWS documents of the face operations. `REMOTE=1` runs it against AWS with the credentials and the Region
 * of the environment: it makes one collection and deletes it.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FaceRecord, Rekognition } from '@aws-sdk/client-rekognition';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cropFace, overlapOf } from '../../../bench/local/face-crops.ts';
import { samplePhotos } from '../../../local/sample-photos.ts';
import { ServiceError } from '../../../local-aws/service-error.ts';
import { startRekognition } from './start-rekognition.ts';
import { blackImage, noiseImage, randomBytes } from './synthetic-images.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const remote = process.env.REMOTE === '1';
const whyOnlyLocal = 'needs objects in S3: runs against the local service only';

const CollectionId = `contract-${randomUUID()}`;
const objects = new Map<string, Buffer>();
const group = await readFile(samplePhotos[3]!.path);
const smallPng = await blackImage(80, 80).png().toBuffer();

let aws: Rekognition;
let stop: () => Promise<void>;
let indexed: FaceRecord[];

beforeAll(async () => {
  ({ aws, stop } = remote ? onAws() : await onThisMachine());
  await aws.createCollection({ CollectionId });
  const { FaceRecords } = await aws.indexFaces({
    CollectionId,
    Image: { Bytes: group },
    ExternalImageId: 'group',
  });
  indexed = FaceRecords!;
});

afterAll(async () => {
  await aws.deleteCollection({ CollectionId });
  await stop();
});

describe('collections', () => {
  test('a collection is described with its faces, its ARN and its time', async () => {
    const { FaceCount, CollectionARN, CreationTimestamp, FaceModelVersion } = await aws.describeCollection({
      CollectionId,
    });
    expect(FaceCount).toBeGreaterThanOrEqual(4);
    expect(CollectionARN).toMatch(
      new RegExp(`^arn:aws:rekognition:[a-z0-9-]+:\\d{12}:collection/${CollectionId}$`),
    );
    expect(Math.abs(Date.now() - CreationTimestamp!.getTime())).toBeLessThan(600_000);
    expect(FaceModelVersion).toMatch(/./);
  });

  test('a collection cannot be created twice', async () => {
    await expect(aws.createCollection({ CollectionId })).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: `The collection id: ${CollectionId} already exists`,
    });
  });

  test('collections are created, listed page by page and deleted', async () => {
    const second = `${CollectionId}-second`;
    const created = await aws.createCollection({ CollectionId: second });
    expect(created).toMatchObject({ StatusCode: 200, FaceModelVersion: expect.any(String) });
    const listed: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await aws.listCollections({ MaxResults: 1, NextToken });
      expect(page.CollectionIds).toHaveLength(page.FaceModelVersions!.length);
      listed.push(...page.CollectionIds!);
      NextToken = page.NextToken;
    } while (NextToken);
    expect(listed).toEqual(expect.arrayContaining([CollectionId, second]));
    expect(await aws.deleteCollection({ CollectionId: second })).toMatchObject({ StatusCode: 200 });
    await expect(aws.describeCollection({ CollectionId: second })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('no operation knows a collection that does not exist', async () => {
    const missing = { CollectionId: 'contract-missing', FaceId: randomUUID(), FaceIds: [randomUUID()] };
    const Image = { Bytes: smallPng };
    for (const call of [
      aws.describeCollection(missing),
      aws.indexFaces({ ...missing, Image }),
      aws.searchFacesByImage({ ...missing, Image }),
      aws.searchFaces(missing),
      aws.listFaces({ CollectionId: missing.CollectionId }),
      aws.deleteFaces(missing),
      aws.deleteCollection(missing),
    ]) {
      await expect(call).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: expect.stringContaining('contract-missing'),
      });
    }
  });
});

describe('DetectFaces', () => {
  test('returns the default attributes of every face', async () => {
    const { FaceDetails } = await aws.detectFaces({ Image: { Bytes: group } });
    expect(FaceDetails).toHaveLength(4);
    for (const { BoundingBox, Confidence, Landmarks, Pose, Quality } of FaceDetails!) {
      for (const ratio of Object.values(BoundingBox!)) expect(Math.abs(ratio - 0.5)).toBeLessThan(1);
      expect(Math.abs(Confidence! - 75)).toBeLessThanOrEqual(25);
      expect(Landmarks!.map(({ Type }) => Type)).toEqual(
        expect.arrayContaining(['eyeLeft', 'eyeRight', 'mouthLeft', 'mouthRight', 'nose']),
      );
      expect(Math.abs(Pose!.Roll!)).toBeLessThanOrEqual(180);
      expect(Math.abs(Quality!.Brightness! - 50)).toBeLessThanOrEqual(50);
      expect(Math.abs(Quality!.Sharpness! - 50)).toBeLessThanOrEqual(50);
    }
  });

  test('gives boxes of the upright photo for a JPEG that EXIF turns', async () => {
    const lying = await sharp(group).rotate(-90).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const [upright, turned] = await Promise.all([
      aws.detectFaces({ Image: { Bytes: group } }),
      aws.detectFaces({ Image: { Bytes: lying } }),
    ]);
    const boxes = upright.FaceDetails!.map(({ BoundingBox }) => asBox(BoundingBox));
    for (const { BoundingBox } of turned.FaceDetails!) {
      const overlaps = boxes.map((box) => overlapOf(box, asBox(BoundingBox)));
      expect(Math.max(...overlaps)).toBeGreaterThan(0.7);
    }
    expect(turned.FaceDetails).toHaveLength(boxes.length);
  });

  test('returns no faces, and no error, for an image without any', async () => {
    expect((await aws.detectFaces({ Image: { Bytes: smallPng } })).FaceDetails).toEqual([]);
  });
});

describe('IndexFaces', () => {
  test('stores every face with an id, its image, its box and the name of the image', () => {
    expect(indexed).toHaveLength(4);
    expect(new Set(indexed.map(({ Face }) => Face!.FaceId)).size).toBe(4);
    expect(new Set(indexed.map(({ Face }) => Face!.ImageId)).size).toBe(1);
    for (const { Face, FaceDetail } of indexed) {
      expect(Face!.FaceId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(Face!.ExternalImageId).toBe('group');
      expect(FaceDetail!.BoundingBox).toEqual(Face!.BoundingBox);
    }
  });

  test('stores nothing twice for the same image under the same name', async () => {
    const before = await aws.describeCollection({ CollectionId });
    const again = await aws.indexFaces({ CollectionId, Image: { Bytes: group }, ExternalImageId: 'group' });
    expect(idsOf(again.FaceRecords)).toEqual(idsOf(indexed));
    expect((await aws.describeCollection({ CollectionId })).FaceCount).toBe(before.FaceCount);
  });

  test('with MaxFaces stores the largest and says why not the others', async () => {
    const { FaceRecords, UnindexedFaces } = await aws.indexFaces({
      CollectionId,
      Image: { Bytes: group },
      ExternalImageId: 'group',
      MaxFaces: 1,
    });
    expect(idsOf(FaceRecords)).toEqual(idsOf(indexed).slice(0, 1));
    expect(UnindexedFaces).toHaveLength(3);
    for (const { Reasons } of UnindexedFaces!) expect(Reasons).toContain('EXCEEDS_MAX_FACES');
  });

  test('stores nothing, without an error, for an image without faces', async () => {
    const { FaceRecords, UnindexedFaces } = await aws.indexFaces({
      CollectionId,
      Image: { Bytes: smallPng },
    });
    expect([FaceRecords, UnindexedFaces]).toEqual([[], []]);
  });
});

describe('SearchFacesByImage', () => {
  test('finds the largest face of the image, best match first', async () => {
    const answer = await aws.searchFacesByImage({
      CollectionId,
      Image: { Bytes: group },
      FaceMatchThreshold: 0,
    });
    expect(answer.FaceMatches![0]!.Face!.FaceId).toBe(indexed[0]!.Face!.FaceId);
    expect(answer.FaceMatches![0]!.Similarity).toBeGreaterThan(99.9);
    expect(
      overlapOf(asBox(answer.SearchedFaceBoundingBox), asBox(indexed[0]!.Face!.BoundingBox)),
    ).toBeGreaterThan(0.7);
    expect(answer.SearchedFaceConfidence).toBeGreaterThan(50);
    expect(answer.FaceModelVersion).toMatch(/./);
    const similarities = answer.FaceMatches!.map(({ Similarity }) => Similarity!);
    expect(similarities).toEqual(similarities.toSorted((one, other) => other - one));
  });

  test('finds each face by a crop of it, with all that IndexFaces said of it', async () => {
    for (const { Face } of indexed) {
      const { jpeg } = await cropFace(samplePhotos[3]!.path, asBox(Face!.BoundingBox), 0.3);
      const { FaceMatches } = await aws.searchFacesByImage({
        CollectionId,
        Image: { Bytes: jpeg },
        FaceMatchThreshold: 95,
        MaxFaces: 1,
      });
      expect(FaceMatches![0]!.Face).toMatchObject({
        FaceId: Face!.FaceId,
        ImageId: Face!.ImageId,
        ExternalImageId: 'group',
      });
    }
  });

  test('finds nobody, without an error, when nobody is similar enough', async () => {
    const stranger = { Bytes: await readFile(samplePhotos[4]!.path) };
    const { FaceMatches, SearchedFaceBoundingBox } = await aws.searchFacesByImage({
      CollectionId,
      Image: stranger,
      FaceMatchThreshold: 99,
    });
    expect(FaceMatches).toEqual([]);
    expect(SearchedFaceBoundingBox).toBeDefined();
  });

  test('refuses an image without a face', async () => {
    await expect(aws.searchFacesByImage({ CollectionId, Image: { Bytes: smallPng } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'There are no faces in the image. Should be at least 1.',
    });
  });
});

describe('SearchFaces', () => {
  test('finds other faces than the one searched for', async () => {
    const { FaceId } = indexed[0]!.Face!;
    const answer = await aws.searchFaces({ CollectionId, FaceId, FaceMatchThreshold: 0, MaxFaces: 2 });
    expect(answer.SearchedFaceId).toBe(FaceId);
    expect(answer.FaceMatches).toHaveLength(2);
    expect(answer.FaceMatches!.map(({ Face }) => Face!.FaceId)).not.toContain(FaceId);
  });

  test('refuses a face that is not in the collection', async () => {
    await expect(aws.searchFaces({ CollectionId, FaceId: randomUUID() })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(/faceId was not found in the collection/i),
    });
  });
});

describe('ListFaces', () => {
  test('lists every face once, page by page', async () => {
    const listed: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await aws.listFaces({ CollectionId, MaxResults: 3, NextToken });
      expect(page.Faces!.length).toBeLessThanOrEqual(3);
      listed.push(...page.Faces!.map(({ FaceId }) => FaceId));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed).toEqual(expect.arrayContaining(idsOf(indexed)));
  });

  test('lists only the faces asked for', async () => {
    const FaceIds = [indexed[2]!.Face!.FaceId!];
    const { Faces } = await aws.listFaces({ CollectionId, FaceIds });
    expect(Faces!.map(({ FaceId }) => FaceId)).toEqual(FaceIds);
  });

  test('refuses a token it never gave', async () => {
    await expect(aws.listFaces({ CollectionId, NextToken: 'never-given' })).rejects.toMatchObject({
      name: 'InvalidPaginationTokenException',
    });
  });
});

describe('DeleteFaces', () => {
  test('deletes what is there and names what is not', async () => {
    const named = { CollectionId, ExternalImageId: 'to-be-deleted' };
    const { FaceRecords } = await aws.indexFaces({ ...named, Image: { Bytes: group }, MaxFaces: 1 });
    const [there] = idsOf(FaceRecords);
    const missing = randomUUID();
    const { DeletedFaces, UnsuccessfulFaceDeletions } = await aws.deleteFaces({
      CollectionId,
      FaceIds: [there!, missing],
    });
    expect(DeletedFaces).toEqual([there]);
    expect(UnsuccessfulFaceDeletions).toMatchObject([{ FaceId: missing, Reasons: ['FACE_NOT_FOUND'] }]);
    expect((await aws.listFaces({ CollectionId, FaceIds: [there!] })).Faces).toEqual([]);
  });
});

describe('images', () => {
  const unusable: [string, () => Promise<Buffer>, object][] = [
    ['a WebP', () => blackImage(100, 100).webp().toBuffer(), { name: 'InvalidImageFormatException' }],
    ['a GIF', () => blackImage(100, 100).gif().toBuffer(), { name: 'InvalidImageFormatException' }],
    ['text', async () => Buffer.from('no image at all'), { name: 'InvalidImageFormatException' }],
    ['half a JPEG', async () => group.subarray(0, group.length / 2), { name: 'InvalidImageFormatException' }],
    ['a JPEG header', async () => group.subarray(0, 20), { name: 'InvalidImageFormatException' }],
    ['79 px of height', () => blackImage(200, 79).png().toBuffer(), { name: 'InvalidParameterException' }],
    ['over 5 MB', () => noiseImage(1400, 1400).png().toBuffer(), { name: 'ImageTooLargeException' }],
  ];

  test.each(unusable)('%s is refused', async (_, image, error) => {
    await expect(aws.detectFaces({ Image: { Bytes: await image() } })).rejects.toMatchObject(error);
  });

  test('the messages of unusable images are those of the error table', async () => {
    const format = aws.detectFaces({ Image: { Bytes: Buffer.from('no image') } });
    await expect(format).rejects.toThrow('Request has invalid image format.');
    const size = aws.detectFaces({ Image: { Bytes: randomBytes(5_242_881) } });
    await expect(size).rejects.toThrow('Image size is too large.');
  });

  describe.skipIf(remote)(`in S3 (${whyOnlyLocal})`, () => {
    test('are read from their bucket and key', async () => {
      objects.set('photos/small.png', smallPng);
      const Image = { S3Object: { Bucket: 'photos', Name: 'small.png' } };
      expect((await aws.detectFaces({ Image })).FaceDetails).toEqual([]);
    });

    test('may be larger than 5 MB, up to 15', async () => {
      const large = await noiseImage(1400, 1400).png().toBuffer();
      objects.set('photos/large.png', large);
      const Image = { S3Object: { Bucket: 'photos', Name: 'large.png' } };
      expect((await aws.detectFaces({ Image })).FaceDetails).toEqual([]);
      objects.set('photos/large.png', Buffer.concat([large], 15 * 1024 ** 2 + 1));
      await expect(aws.detectFaces({ Image })).rejects.toMatchObject({ name: 'ImageTooLargeException' });
    });

    test('are invalid when they are missing', async () => {
      const Image = { S3Object: { Bucket: 'photos', Name: 'missing.jpg' } };
      await expect(aws.detectFaces({ Image })).rejects.toMatchObject({
        name: 'InvalidS3ObjectException',
        message: 'Unable to get object metadata from S3. Check object key, region and/or access permissions.',
      });
    });
  });
});

describe('parameters', () => {
  const Image = { Bytes: smallPng };
  const both = { ...Image, S3Object: { Bucket: 'photos', Name: 'a.jpg' } };
  const wrong: [string, () => Promise<unknown>][] = [
    ['an image of neither bytes nor S3', () => aws.detectFaces({ Image: {} })],
    ['an image of both bytes and S3', () => aws.detectFaces({ Image: both })],
    ['a CollectionId with a space', () => aws.createCollection({ CollectionId: 'my people' })],
    ['a CollectionId of 256 characters', () => aws.createCollection({ CollectionId: 'a'.repeat(256) })],
    [
      'an ExternalImageId with a slash',
      () => aws.indexFaces({ CollectionId, Image, ExternalImageId: 'photos/a.jpg' }),
    ],
    ['MaxFaces 0', () => aws.searchFacesByImage({ CollectionId, Image, MaxFaces: 0 })],
    ['MaxFaces 4097', () => aws.searchFacesByImage({ CollectionId, Image, MaxFaces: 4097 })],
    ['a threshold of 101', () => aws.searchFacesByImage({ CollectionId, Image, FaceMatchThreshold: 101 })],
    ['a face id that is none', () => aws.searchFaces({ CollectionId, FaceId: 'ann' })],
    ['an empty list of face ids', () => aws.deleteFaces({ CollectionId, FaceIds: [] })],
  ];

  test.each(wrong)('%s is refused', async (_, call) => {
    await expect(call()).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('Request has invalid parameters'),
    });
  });
});

function asBox({ Left, Top, Width, Height }: NonNullable<FaceRecord['Face']>['BoundingBox'] = {}) {
  return { left: Left!, top: Top!, width: Width!, height: Height! };
}

function idsOf(records: FaceRecord[] = []) {
  return records.map(({ Face }) => Face!.FaceId);
}

function onAws() {
  const client = new Rekognition();
  return { aws: client, stop: async () => client.destroy() };
}

async function onThisMachine() {
  const folder = await mkdtemp(path.join(tmpdir(), 'rekognition-'));
  const running = await startRekognition({
    folder,
    workers: 1,
    async readObject({ bucket, key }) {
      const object = objects.get(`${bucket}/${key}`);
      if (!object) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
      return object;
    },
  });
  return {
    aws: running.aws,
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true });
    },
  };
}
