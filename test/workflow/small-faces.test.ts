import { startFaceEngine } from '@match-faces/local-aws/rekognition/engine/start-face-engine.ts';
import type { DetectedFace } from '@match-faces/local-aws/rekognition/face-engine.ts';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployed, deployLocally, sample } from './deployed.ts';

const size = { width: 6000, height: 4000 };

/** A face of a sample, with surroundings, small enough that the photo's size would call it too small. */
interface SmallFace {
  readonly png: Buffer;
  /** In the picture of it, in pixels. */
  readonly face: { left: number; top: number; width: number; height: number };
  readonly detected: DetectedFace;
}

const engine = startFaceEngine();
let small: SmallFace[];
let places: DetectedFace[];
let deployed: Deployed;
beforeAll(async () => {
  const samples = await Promise.all(([1, 2, 3, 4, 5, 6] as const).map(sample));
  small = (await Promise.all(samples.map(shrinkFaces))).flat();
  // The engine's own eye finds no face of 110 pixels in so large a photo, as Rekognition does; in a crop it does.
  deployed = await deployLocally({ engine: { ...engine, ready: engine.ready, detect: async () => places } });
}, 120_000);
afterAll(() => deployed.close());

/** Its faces with the shorter side at 110 to 147 pixels, as measured in photos of 16 to 27 megapixels. */
async function shrinkFaces(photo: Buffer): Promise<SmallFace[]> {
  const { width, height } = await sharp(photo).metadata();
  const found = await engine.detect(photo);
  return Promise.all(
    found.map(async (detected, index) => {
      const box = detected.boundingBox;
      const face = {
        left: box.left * width,
        top: box.top * height,
        width: box.width * width,
        height: box.height * height,
      };
      const scale = (110 + ((index * 13) % 38)) / Math.min(face.width, face.height);
      const left = Math.max(0, Math.round(face.left - face.width / 2));
      const top = Math.max(0, Math.round(face.top - face.height / 2));
      const part = {
        left,
        top,
        width: Math.min(width - left, Math.round(2 * face.width)),
        height: Math.min(height - top, Math.round(2 * face.height)),
      };
      const png = await sharp(photo)
        .extract(part)
        .resize({ width: Math.round(part.width * scale) })
        .png()
        .toBuffer();
      const inPart = {
        left: (face.left - left) * scale,
        top: (face.top - top) * scale,
        width: face.width * scale,
        height: face.height * scale,
      };
      return { png, face: inPart, detected };
    }),
  );
}

test('of 30 faces of 110 to 147 pixels in a photo of 24 megapixels, each is searched, and the known are found', async () => {
  const chosen = Array.from({ length: 30 }, (_, index) => small[index % small.length]!);
  const corners = chosen.map((_, index) => ({
    left: 200 + (index % 6) * 950,
    top: 150 + Math.floor(index / 6) * 760,
  }));
  places = chosen.map(({ face, detected }, index) => ({
    ...detected,
    boundingBox: {
      left: (corners[index]!.left + face.left) / size.width,
      top: (corners[index]!.top + face.top) / size.height,
      width: face.width / size.width,
      height: face.height / size.height,
    },
  }));
  const crowd = await sharp({ create: { ...size, channels: 3, background: '#888' } })
    .composite(chosen.map(({ png: input }, index) => ({ input, ...corners[index]! })))
    .jpeg({ quality: 92 })
    .toBuffer();
  const known = await deployed.enroll(await sample(1));
  expect(known.length).toBe(3);

  const key = await deployed.upload('crowd.jpg', crowd);
  const { output } = await deployed.run({ key });
  expect(output).toMatchObject({ faceCount: 30, unsearchableCount: 0, failedCount: 0 });
  const { faces } = (await deployed.record(key))!;
  const matched = faces.flatMap(({ idx, outcome }) => (outcome === 'Match' ? [idx] : []));
  // The three of the first sample, one of whom the third shows, too; and all four again behind the 22 of all samples.
  expect(matched).toEqual([1, 2, 3, 7, 23, 24, 25, 29]);
}, 120_000);
