import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cropFace, overlapOf } from '../../../bench/local/face-crops.ts';
import { samplePhotos } from '../../../local/sample-photos.ts';
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
  const detected = await engine.detect(await readFile(path));
  expect(detected).toEqual(faces.map(({ descriptor: _, ...face }) => face));
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

test('no two people in one photo are taken for one person', () => {
  for (const { faces } of photos) {
    for (const [index, one] of faces.entries()) {
      for (const other of faces.slice(index + 1)) expect(similarityOf(one, other)).toBeLessThan(95);
    }
  }
});

test('descriptors lie where they lay when engine version local-3 was made', () => {
  const [first, second, third, fourth] = photos.map(({ faces }) => faces);
  expect(engine.version).toBe('local-3');
  expect(distanceOf(first![0]!, first![1]!)).toBeCloseTo(0.69, 2);
  expect(distanceOf(second![0]!, third![0]!)).toBeCloseTo(0.438, 2);
  expect(distanceOf(fourth![0]!, fourth![1]!)).toBeCloseTo(0.676, 2);
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

test('black and noise show no face, neither as a photo nor as a crop', async () => {
  const images = [
    blackImage(1200, 800),
    blackImage(120, 120),
    noiseImage(1200, 800),
    noiseImage(200, 160, 7),
  ];
  const found = images.map(async (image) => engine.detect(await image.jpeg({ quality: 90 }).toBuffer()));
  expect(await Promise.all(found)).toEqual([[], [], [], []]);
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
  return similarityAt(distanceOf(one, other));
}

function distanceOf(one: DescribedFace, other: DescribedFace): number {
  return Math.hypot(...one.descriptor.map((value, index) => value - other.descriptor[index]!));
}
