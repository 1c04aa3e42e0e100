import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cropFace, overlapOf } from '../../../bench/local/face-crops.ts';
import { samplePhotos } from '../../../local/sample-photos.ts';
import { readModel } from '../../../local-aws/rekognition/engine/nets.ts';
import { startFaceEngine } from '../../../local-aws/rekognition/engine/start-face-engine.ts';
import type { DescribedFace, FaceEngine } from '../../../local-aws/rekognition/face-engine.ts';
import { similarityAt } from '../../../local-aws/rekognition/similarity.ts';
import { blackImage, noiseImage } from './synthetic-images.ts';

// A hundred inferences: half a minute on two free cores, more where others work as well.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let engine: FaceEngine;
let photos: { path: string; faces: DescribedFace[] }[];

beforeAll(async () => {
  engine = startFaceEngine({ workers: 2 });
  photos = await Promise.all(
    samplePhotos.map(async ({ path }) => ({ path, faces: await engine.describe(await readFile(path)) })),
  );
});

afterAll(() => engine.close());

test('the six sample photos show 3, 3, 3, 4, 5 and 4 faces', () => {
  expect(photos.map(({ faces }) => faces.length)).toEqual([3, 3, 3, 4, 5, 4]);
});

test('faces come largest first', () => {
  for (const { faces } of photos) {
    const areas = faces.map(({ boundingBox: { width, height } }) => width * height);
    expect(areas).toEqual(areas.toSorted((one, other) => other - one));
  }
});

test('the same photo gives the same faces in the same order', async () => {
  const { path, faces } = photos[4]!;
  expect(await engine.detect(await readFile(path))).toEqual(faces);
});

test('the landmarks of a face lie where a face has them', () => {
  for (const { boundingBox, landmarks } of photos.flatMap(({ faces }) => faces)) {
    const { eyeLeft, eyeRight, nose, mouthLeft, mouthRight } = landmarks;
    for (const { x, y } of Object.values(landmarks)) {
      expect(Math.abs(x - boundingBox.left - boundingBox.width / 2)).toBeLessThan(boundingBox.width * 0.6);
      expect(Math.abs(y - boundingBox.top - boundingBox.height / 2)).toBeLessThan(boundingBox.height * 0.6);
    }
    expect(eyeLeft.x).toBeLessThan(eyeRight.x);
    expect(mouthLeft.x).toBeLessThan(mouthRight.x);
    expect(nose.y).toBeGreaterThan((eyeLeft.y + eyeRight.y) / 2);
    expect((mouthLeft.y + mouthRight.y) / 2).toBeGreaterThan(nose.y);
  }
});

test('the person who is in two of the photos is recognised', () => {
  expect(similarityOf(photos[0]!.faces[0]!, photos[2]!.faces[0]!)).toBeGreaterThan(95);
});

test('everybody else is taken for nobody', () => {
  const [known, same] = [photos[0]!.faces[0]!, photos[2]!.faces[0]!];
  const all = photos.flatMap(({ faces }) => faces);
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      if (one !== known || other !== same) expect(similarityOf(one, other)).toBeLessThan(95);
    }
  }
});

test('descriptors lie where they lay when engine version local-4 was made', () => {
  const [first, , third, fourth] = photos.map(({ faces }) => faces);
  expect(engine.version).toBe('local-4');
  expect(cosineOf(first![0]!, first![1]!)).toBeCloseTo(0.077, 2);
  expect(cosineOf(first![0]!, third![0]!)).toBeCloseTo(0.69, 2);
  expect(cosineOf(fourth![0]!, fourth![1]!)).toBeCloseTo(0.13, 2);
});

test.each([{ percent: 0 }, { percent: 20 }, { percent: 40 }, { percent: 60 }])(
  'every face is found again in its own crop, padded by $percent per cent',
  async ({ percent }) => {
    const crops = await Promise.all(
      photos.flatMap(({ path, faces }) =>
        faces.map(({ boundingBox }) => cropFace(path, boundingBox, percent / 100)),
      ),
    );
    const overlaps = await Promise.all(
      crops.map(async ({ jpeg, face }) => {
        const [largest] = await engine.detect(jpeg);
        return largest ? overlapOf(largest.boundingBox, face) : 0;
      }),
    );
    expect(overlaps).toHaveLength(22);
    expect(Math.min(...overlaps)).toBeGreaterThan(0.4);
  },
);

test('a face cropped out of its photo is still the same person', async () => {
  const { path, faces } = photos[3]!;
  const similarities = await Promise.all(
    faces.map(async (face) => {
      const { jpeg } = await cropFace(path, face.boundingBox, 0.3);
      const [searched] = await engine.describe(jpeg, 1);
      return similarityOf(searched!, face);
    }),
  );
  expect(Math.min(...similarities)).toBeGreaterThan(99);
});

test('pictures without people show no face, neither as a photo nor as a crop', async () => {
  const images = [
    blackImage(1200, 800),
    blackImage(120, 120),
    noiseImage(1200, 800),
    noiseImage(200, 160, 7),
    // Clouds, in which the detector alone sees faces, and is sure of it.
    ...[3, 10, 13].map((seed) => noiseImage(120, 120, seed).blur(3).normalise()),
    ...[120, 400, 1200].flatMap((width) => [
      drawing(width, '<rect width="100%" height="100%" fill="#f00"/>'),
      drawing(width, '<rect x="30%" y="25%" width="40%" height="50%" fill="#f00"/>'),
      drawing(width, '<ellipse cx="50%" cy="50%" rx="25%" ry="40%" fill="#e0b090"/>'),
      drawing(
        width,
        bars((index) => 90 - index * 7),
      ),
      drawing(
        width,
        bars(() => 100),
      ),
    ]),
  ];
  const found = images.map(async (image) => engine.detect(await image.jpeg({ quality: 90 }).toBuffer()));
  expect(await Promise.all(found)).toEqual(images.map(() => []));
});

test.each([
  { side: 50, width: 1920, height: 1280, least: 19 },
  { side: 135, width: 4928, height: 3264, least: 19 },
])('of 20 faces of $side px in a photo of $width px at least $least are found', async (photo) => {
  const { jpeg, boxes } = await crowd({ ...photo, faces: 20 });
  const found = await engine.detect(jpeg);
  const hits = boxes.filter((box) => found.some(({ boundingBox }) => overlapOf(boundingBox, box) > 0.4));
  expect(hits.length).toBeGreaterThanOrEqual(photo.least);
  const others = found.filter(({ boundingBox }) => boxes.every((box) => overlapOf(boundingBox, box) < 0.2));
  expect(others).toEqual([]);
});

test('a box reaches past the picture by less than a tenth of its side', async () => {
  const crops = photos.flatMap(({ path, faces }) => faces.map((face) => cropFace(path, face.boundingBox, 0)));
  for (const { jpeg } of await Promise.all(crops)) {
    const [face] = await engine.describe(jpeg, 1);
    const { left, top, width, height } = face!.boundingBox;
    expect(Math.max(-left, left + width - 1) / width).toBeLessThan(0.1);
    expect(Math.max(-top, top + height - 1) / height).toBeLessThan(0.1);
  }
});

test('the more a face is blurred, the less there is to tell it by', async () => {
  const { path, faces } = photos[0]!;
  const { jpeg } = await cropFace(path, faces[0]!.boundingBox, 0.4);
  const strengths = [faces[0]!.strength];
  for (const sigma of [2, 4, 8]) {
    const [face] = await engine.describe(await sharp(jpeg).blur(sigma).jpeg().toBuffer(), 1);
    strengths.push(face!.strength);
  }
  expect(strengths).toEqual(strengths.toSorted((one, other) => other - one));
});

test('a net that is not the one it was made for is not loaded', async () => {
  const { path } = photos[0]!;
  await expect(readModel(path, '0'.repeat(64))).rejects.toThrow(
    /^Expected .*sample1\.jpg with the sha256 0{64}, got [0-9a-f]{64}: run npm ci$/,
  );
});

test('the boxes of a JPEG that EXIF turns are those of the upright photo', async () => {
  const { path, faces } = photos[0]!;
  const lying = await sharp(path).rotate(-90).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const upright = await engine.detect(lying);
  expect(upright).toHaveLength(faces.length);
  upright.forEach(({ boundingBox }, index) => {
    expect(overlapOf(boundingBox, faces[index]!.boundingBox)).toBeGreaterThan(0.8);
  });
});

test('a blurred face is less sharp, and a darkened one less bright', async () => {
  const { path, faces } = photos[5]!;
  const [[blurred], [darkened]] = await Promise.all([
    engine.detect(await sharp(path).blur(8).jpeg().toBuffer()),
    engine.detect(await sharp(path).linear(0.4).jpeg().toBuffer()),
  ]);
  const { sharpness, brightness } = faces[0]!.quality;
  expect(blurred!.quality.sharpness).toBeLessThan(sharpness / 2);
  expect(darkened!.quality.brightness).toBeLessThan(brightness / 2);
});

function similarityOf(one: DescribedFace, other: DescribedFace): number {
  return similarityAt(cosineOf(one, other));
}

const cosineOf = (one: DescribedFace, other: DescribedFace) =>
  one.descriptor.reduce((sum, value, index) => sum + value * other.descriptor[index]!, 0);

const drawing = (width: number, shapes: string) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${width}"><rect width="100%" height="100%" fill="#fff"/>${shapes}</svg>`,
    ),
  );

/** Ten of them, as high as the chart says, in per cent. */
const bars = (heightOf: (index: number) => number) =>
  Array.from({ length: 10 }, (_, index) => {
    const height = heightOf(index);
    return `<rect x="${index * 10}%" y="${100 - height}%" width="5%" height="${height}%" fill="#25c"/>`;
  }).join('');

/** A photo of the sample photos' faces, each of them so many pixels wide and high, in rows on grey. */
async function crowd({
  side,
  width,
  height,
  faces,
}: {
  side: number;
  width: number;
  height: number;
  faces: number;
}) {
  const all = photos.flatMap((photo) =>
    photo.faces.map((face) => ({ path: photo.path, box: face.boundingBox })),
  );
  const columns = 5;
  const placed = await Promise.all(
    Array.from({ length: faces }, async (_, index) => {
      const { path, box } = all[index % all.length]!;
      const { jpeg, face } = await cropFace(path, box, 0.5);
      const { width: cropWidth, height: cropHeight } = await sharp(jpeg).metadata();
      const scale = side / Math.sqrt(face.width * cropWidth * face.height * cropHeight);
      const size = { width: Math.round(cropWidth * scale), height: Math.round(cropHeight * scale) };
      const left = Math.round(((index % columns) + 0.5) * (width / columns) - size.width / 2);
      const top = Math.round(
        (Math.floor(index / columns) + 0.5) * (height / (faces / columns)) - size.height / 2,
      );
      const input = await sharp(jpeg).resize(size.width, size.height, { fit: 'fill' }).png().toBuffer();
      const inPhoto = {
        left: (left + face.left * size.width) / width,
        top: (top + face.top * size.height) / height,
        width: (face.width * size.width) / width,
        height: (face.height * size.height) / height,
      };
      return { input, left, top, box: inPhoto };
    }),
  );
  const jpeg = await sharp({ create: { width, height, channels: 3, background: '#7a8a7a' } })
    .composite(placed.map(({ input, left, top }) => ({ input, left, top })))
    .jpeg({ quality: 90 })
    .toBuffer();
  return { jpeg, boxes: placed.map(({ box }) => box) };
}
