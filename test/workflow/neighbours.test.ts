import { HeadObjectCommand } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cropAndSearch } from '../../lambdas/crop-and-search/crop-and-search.ts';
import { decodeImage } from '../../lambdas/detect-faces/decode-image.ts';
import { makeCutouts } from '../../lambdas/detect-faces/make-cutouts.ts';
import { storeCutouts } from '../../lambdas/detect-faces/store-cutouts.ts';
import type { BoundingBox } from '../../statemachine/payloads.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import type { FaceRecord } from '../../statemachine/photo-record.ts';
import { type Deployed, deployLocally, sample } from './deployed.ts';

/** Two people of the samples, each cut out with some surroundings, as wide as they stand in the composition. */
interface Person {
  readonly photo: Buffer;
  readonly box: BoundingBox;
}

let deployed: Deployed;
let small: Person;
let large: Person;
let smallId: string;
let largeId: string;

beforeAll(async () => {
  deployed = await deployLocally();
  small = await largestFaceOf(1);
  large = await largestFaceOf(4);
  [smallId] = (await deployed.enroll(await sample(1), 1)) as [string];
  [largeId] = (await deployed.enroll(await sample(4), 1)) as [string];
});
afterAll(() => deployed.close());

async function largestFaceOf(number: 1 | 4): Promise<Person> {
  const photo = await sample(number);
  const key = await deployed.upload(`alone-${number}.jpg`, photo);
  await deployed.run({ key });
  return { photo, box: (await deployed.record(key))!.faces[0]!.boundingBox };
}

/** The face with a fifth of its size around it, `faceWidth` pixels wide without that. */
async function portraitOf({ photo, box }: Person, faceWidth: number) {
  const { width, height } = await sharp(photo).metadata();
  const margin = 0.2;
  const area = {
    left: Math.round((box.left - margin * box.width) * width),
    top: Math.round((box.top - margin * box.height) * height),
    width: Math.round(box.width * (1 + 2 * margin) * width),
    height: Math.round(box.height * (1 + 2 * margin) * height),
  };
  const image = sharp(photo)
    .extract(area)
    .resize({ width: Math.round(faceWidth * (1 + 2 * margin)) });
  return { image: await image.toBuffer({ resolveWithObject: true }), margin: Math.round(faceWidth * margin) };
}

/** The small face at the left of the large one, `gap` pixels between their boxes. */
async function cheekToCheek(gap: number) {
  const [left, right] = await Promise.all([portraitOf(small, 130), portraitOf(large, 230)]);
  const at = { left: 300, top: 300 };
  const seam = at.left + left.image.info.width - left.margin + gap;
  const visible = await sharp(right.image.data)
    .extract({
      left: right.margin,
      top: 0,
      width: right.image.info.width - right.margin,
      height: right.image.info.height,
    })
    .toBuffer();
  return sharp({ create: { width: 1000, height: 900, channels: 3, background: { r: 96, g: 96, b: 100 } } })
    .composite([
      { input: left.image.data, ...at },
      { input: visible, left: seam, top: at.top - 60 },
    ])
    .jpeg({ quality: 95 })
    .toBuffer();
}

const identity = (face: FaceRecord) => (face.outcome === 'Match' ? face.personId : undefined);

test.each([60, 25, 8, 0])(
  'of two faces %i pixels apart, neither gets the identity of the other',
  async (gap) => {
    const key = await deployed.upload(`gap-${gap}.jpg`, await cheekToCheek(gap));
    await deployed.run({ key });
    const { faces } = (await deployed.record(key))!;
    expect(faces).toHaveLength(2);
    const [left, right] = faces.toSorted((a, b) => a.boundingBox.left - b.boundingBox.left);
    expect(right!.boundingBox.width).toBeGreaterThan(left!.boundingBox.width);
    expect(identity(right!)).toBe(largeId);
    expect(identity(left!)).toBe(smallId);
  },
);

test.each([
  ['left', 0, 0.1],
  ['right', 0.45, 0.2],
  ['middle', 0.2, 0.3],
])('a crop from the %s of a larger face, which comes out of it, is WrongFaceInCrop', async (_, x, y) => {
  const { rawBucket, thumbsBucket, thumbsPrefix } = deployed.cloud.deployment;
  const key = await deployed.upload('front.jpg', large.photo);
  const object = await deployed.s3.send(new HeadObjectCommand({ Bucket: rawBucket, Key: key }));
  const etag = object.ETag!.replaceAll('"', '');
  // Where a small face is said to be, there is only a part of the large one.
  const { box } = large;
  const boundingBox = {
    left: box.left + x * box.width,
    top: box.top + y * box.height,
    width: box.width * 0.5,
    height: box.height * 0.5,
  };
  const photo = { photoId: photoId(rawBucket, key), bucket: rawBucket, key, etag, versionId: null };
  const thumbs = { bucket: thumbsBucket, prefix: thumbsPrefix };
  const pixels = await decodeImage(key, large.photo);
  const { width, height } = pixels.info;
  const { faces, bytes } = await makeCutouts(pixels, [boundingBox]);
  const cutouts = await storeCutouts(deployed.s3, photo, { thumbs, bytes });
  const searched = await cropAndSearch(
    {
      photo: {
        ...photo,
        uploadedAt: new Date(0).toISOString(),
        image: { bucket: rawBucket, key, etag, width, height },
        cutouts,
      },
      threshold: 0,
      collectionId: deployed.collectionId,
      face: faces[0]!,
    },
    thumbs,
    deployed,
  );
  expect(searched).toMatchObject({ outcome: 'Unsearchable', reason: 'WrongFaceInCrop' });
});
