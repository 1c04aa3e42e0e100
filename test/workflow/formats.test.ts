import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';
import { manyPartHeic } from '../many-part-heic.ts';
import { turnedPhoto } from '../turned-photo.ts';
import { type Deployed, deployLocally, sample } from './deployed.ts';

const heifEncoder = find('heif-enc');
const whyNoHeic = heifEncoder ? '' : " (skipped: heif-enc, of Debian's libheif-examples, is not installed)";

let deployed: Deployed;
let upright: PhotoRecord;

beforeAll(async () => {
  deployed = await deployLocally();
  await deployed.enroll(await sample(1), 1);
  upright = await matched('upright.jpg', await sample(1));
});
afterAll(() => deployed.close());

async function matched(name: string, bytes: Buffer): Promise<PhotoRecord> {
  const key = await deployed.upload(name, bytes);
  expect(await deployed.run({ key })).toMatchObject({ status: 'SUCCEEDED' });
  return (await deployed.record(key))!;
}

/** Two faces of this sample are almost of one size: a pixel of difference changes which of them comes first. */
const fromTheLeft = ({ faces }: PhotoRecord) =>
  faces.toSorted((a, b) => a.boundingBox.left - b.boundingBox.left);

/** The same people, outcomes and places (in the upright photo) as in the untouched sample. */
function expectSameFaces(record: PhotoRecord, tolerance = 0.02) {
  const expectedFaces = fromTheLeft(upright);
  const faces = fromTheLeft(record);
  expect(faces.map(({ outcome }) => outcome)).toEqual(expectedFaces.map(({ outcome }) => outcome));
  for (const [index, { boundingBox }] of faces.entries()) {
    const expected = expectedFaces[index]!.boundingBox;
    for (const side of ['left', 'top', 'width', 'height'] as const) {
      expect(Math.abs(boundingBox[side] - expected[side]), `${side} of face ${index + 1}`).toBeLessThan(
        tolerance,
      );
    }
  }
}

/** Mean difference of two pictures' channels, 0 to 255, at a size where compression no longer shows. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const [pixels, others] = await Promise.all(
    [a, b].map((image) => sharp(image).resize(32, 32, { fit: 'fill' }).greyscale().raw().toBuffer()),
  );
  return pixels!.reduce((sum, value, at) => sum + Math.abs(value - others![at]!), 0) / pixels!.length;
}

async function crop({ thumbKey: Key }: PhotoRecord['faces'][number]): Promise<Buffer> {
  const object = await deployed.s3.send(new GetObjectCommand({ Bucket: 'match-faces-thumbs', Key }));
  return Buffer.from(await object.Body!.transformToByteArray());
}

describe('the same photo has the same faces', () => {
  test.each<[string, (image: Sharp) => Sharp]>([
    ['as a progressive JPEG', (image) => image.jpeg({ progressive: true, quality: 95 })],
    ['as a grey JPEG', (image) => image.greyscale().jpeg({ quality: 95 })],
    ['as a CMYK JPEG', (image) => image.toColourspace('cmyk').jpeg({ quality: 95 })],
    ['in Display P3', (image) => image.withIccProfile('p3').jpeg({ quality: 95 })],
    ['as a PNG', (image) => image.png()],
    ['as a 16-bit PNG with transparency', (image) => image.ensureAlpha().toColourspace('rgb16').png()],
    ['as an interlaced PNG', (image) => image.png({ progressive: true })],
    ['as WebP', (image) => image.webp({ quality: 95 })],
    ['as AVIF', (image) => image.avif({ quality: 80, effort: 0 })],
    ['as TIFF', (image) => image.tiff({ compression: 'lzw' })],
    ['as GIF', (image) => image.gif()],
  ])('%s', async (name, encode) => {
    const bytes = await encode(sharp(await sample(1))).toBuffer();
    expectSameFaces(await matched(`${name}.bin`, bytes), 0.03);
  });

  test.skipIf(!heifEncoder)(`as HEIC${whyNoHeic}`, async () => {
    expectSameFaces(await matched('photo.heic', toHeic(await sample(1))), 0.03);
  });
});

describe('a HEIC of many parts, as phones with large sensors write it', () => {
  const side = 512;
  const portrait = async () =>
    toHeic(
      await sharp(await sample(1))
        .resize(side, side, { fit: 'cover' })
        .jpeg({ quality: 95 })
        .toBuffer(),
    );

  test.skipIf(!heifEncoder)(`of 300 tiles and notes has its size and its faces${whyNoHeic}`, async () => {
    const heic = manyPartHeic(await portrait(), { side, columns: 3, rows: 2, extras: 300 });
    const { faces } = await matched('many-parts.heic', heic);
    expect(faces.length).toBeGreaterThanOrEqual(6);
  });

  test.skipIf(!heifEncoder)(`of more parts than can be decoded says so${whyNoHeic}`, async () => {
    const heic = manyPartHeic(await portrait(), { side, columns: 1, rows: 1, extras: 1_200 });
    const key = await deployed.upload('too-many-parts.heic', heic);
    await deployed.run({ key });
    expect((await deployed.record(key))!.error).toEqual({
      error: 'PhotoUnsupported',
      cause: `${key} is a HEIC of 1202 parts; expected at most 1000: save it as JPEG or PNG`,
    });
  });
});

describe('a turned photo has the same faces, outcomes and crops', () => {
  const turned = async (orientation: number) => turnedPhoto(await sample(1), orientation);

  test.each([2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i in a JPEG', async (orientation) => {
    const bytes = await (await turned(orientation)).jpeg({ quality: 95 }).toBuffer();
    const record = await matched(`turned-${orientation}.jpg`, bytes);
    expectSameFaces(record);
    for (const [index, face] of fromTheLeft(record).entries()) {
      expect(await difference(await crop(face), await crop(fromTheLeft(upright)[index]!))).toBeLessThan(6);
    }
  });

  // Phones write the turn twice: as `irot`, which counts, and in EXIF, which does not in a HEIC.
  test.skipIf(!heifEncoder)(`EXIF orientation 6 and irot in a HEIC${whyNoHeic}`, async () => {
    const heic = withIrot(toHeic(await (await turned(6)).jpeg({ quality: 95 }).toBuffer()));
    expect((await sharp(heic).metadata()).exif).toBeDefined();
    expectSameFaces(await matched('turned.heic', heic), 0.03);
  });

  test.each<[string, (image: Sharp) => Sharp]>([
    ['PNG', (image) => image.png()],
    ['WebP', (image) => image.webp({ quality: 95 })],
    ['TIFF', (image) => image.tiff({ compression: 'lzw' })],
  ])('EXIF orientation 6 in a %s', async (format, encode) => {
    expectSameFaces(await matched(`turned.${format}`, await encode(await turned(6)).toBuffer()));
  });
});

test('a face too small to search is Unsearchable, without a call', async () => {
  const small = await sharp(await sample(1))
    .resize({ width: 320 })
    .jpeg({ quality: 95 })
    .toBuffer();
  const searches = deployed.inject({ service: 'rekognition', operation: 'SearchFacesByImage' });
  const { faces, unsearchableCount } = await matched('small.jpg', small);
  expect(faces.length).toBeGreaterThan(0);
  const tooSmall = faces.filter((face) => face.outcome === 'Unsearchable' && face.reason === 'TooSmall');
  expect(tooSmall).toHaveLength(unsearchableCount);
  expect(tooSmall.length).toBeGreaterThan(0);
  expect(searches.count).toBe(faces.length - tooSmall.length);
});

test('a photo that Rekognition takes as it is gets no working copy', async () => {
  expect(upright.faces).toHaveLength(3);
  const events = await deployed.history(upright.executionArn);
  const detected = events.find(({ type }) => type === 'LambdaFunctionSucceeded');
  const { photo } = JSON.parse(detected!.lambdaFunctionSucceededEventDetails!.output!);
  expect(photo.image).toMatchObject({ bucket: 'match-faces-raw', key: 'photos-raw/upright.jpg' });
});

test('a photo whose header lies behind 300 KB of metadata is read whole once', async () => {
  const photo = await sample(1);
  const metadata = Buffer.concat([Buffer.from([0xff, 0xef, 0xea, 0x60]), Buffer.alloc(59_998)]);
  const bytes = Buffer.concat([photo.subarray(0, 2), ...Array(5).fill(metadata), photo.subarray(2)]);
  const whole: unknown[] = [];
  deployed.inject({
    service: 's3',
    operation: 'GetObject',
    when: (input) => {
      const { Key, Range } = input as { Key?: string; Range?: string };
      if (Key?.endsWith('behind-metadata.jpg') && Range === undefined) whole.push(input);
      return false;
    },
  });
  expectSameFaces(await matched('behind-metadata.jpg', bytes));
  expect(whole).toHaveLength(1);
});

describe('odd keys work from upload to record', () => {
  test.each([
    'with space & plus+.jpg',
    '100%/50%2F.jpg',
    'ünïcødé/日本.jpg',
    '🎉.jpg',
    `${'k'.repeat(1024 - 'photos-raw/.jpg'.length)}.jpg`,
  ])('%s', async (name) => {
    const black = await sharp({ create: { width: 200, height: 200, channels: 3, background: 'black' } })
      .jpeg()
      .toBuffer();
    expect(await matched(name, black)).toMatchObject({ status: 'NO_FACES', s3Key: `photos-raw/${name}` });
  });
});

describe('a file that is no photo is recorded with what is wrong with it', () => {
  test.each<[string, (photo: Buffer) => Buffer, string, string]>([
    ['empty.jpg', () => Buffer.alloc(0), 'PhotoUnreadable', 'is empty'],
    ['text.jpg', () => Buffer.from('minutes of the meeting'), 'PhotoUnreadable', 'is no image'],
    ['truncated.jpg', (photo) => photo.subarray(0, photo.length / 2), 'PhotoUnreadable', 'is damaged'],
    ['header-only.jpg', (photo) => photo.subarray(0, 2_000), 'PhotoUnreadable', ''],
    [
      'drawing.svg',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"/>'),
      'PhotoUnsupported',
      'svg',
    ],
  ])('%s', async (name, damage, error, cause) => {
    const key = await deployed.upload(name, damage(await sample(1)));
    const execution = await deployed.run({ key });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'PhotoFailed' });
    const record = await deployed.record(key);
    expect(record).toMatchObject({ status: 'FAILED', error: { error } });
    expect(record!.error!.cause).toContain(cause);
    const events = await deployed.history(execution.arn);
    expect(events.filter(({ type }) => type === 'LambdaFunctionFailed')).toHaveLength(1);
  });

  test('trailing garbage after a photo does no harm', async () => {
    const bytes = Buffer.concat([await sample(1), Buffer.alloc(50_000, 'x')]);
    expectSameFaces(await matched('garbage.jpg', bytes));
  });
});

function toHeic(jpeg: Buffer): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'heic-'));
  writeFileSync(join(folder, 'photo.jpg'), jpeg);
  execFileSync(heifEncoder!, [
    '-q',
    '85',
    '-p',
    'preset=ultrafast',
    '-o',
    join(folder, 'photo.heic'),
    join(folder, 'photo.jpg'),
  ]);
  const heic = readFileSync(join(folder, 'photo.heic'));
  expect(heic.subarray(8, 12).toString()).toBe('heic');
  return heic;
}

/** The HEIC with its colour profile replaced by the property `irot`, in place: a quarter turn clockwise. */
function withIrot(heic: Buffer): Buffer {
  const property = heic.indexOf('colr', heic.indexOf('ipco'));
  expect(property).toBeGreaterThan(0);
  heic.write('irot', property);
  heic[property + 4] = 3; // quarter turns, anticlockwise
  return heic;
}

function find(program: string): string | undefined {
  try {
    return execFileSync('which', [program], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
