import sharp from 'sharp';
import { faceAt } from '../../bench/fixed-faces.ts';
import type { FaceEngine } from '../../local-aws/rekognition/face-engine.ts';

/** Three people who are told apart by the colour of their faces, so that a picture of any of them is made at once. */
const colours = [
  [220, 40, 40],
  [40, 200, 40],
  [40, 40, 220],
] as const;

const [photoHeight, faceWidth, step] = [200, 64, 110];
/** Wider than any crop; its width above that says how many faces there are. */
const photoWidth = 900;

/** A photo of these people, 0 to 2, from left to right; no two photos are the same, and no two pictures of one person. */
export async function photoOf(people: readonly number[], variant = 0): Promise<Buffer> {
  const faces = people.map((person, index) => ({
    input: {
      create: {
        width: faceWidth,
        height: faceWidth,
        channels: 3 as const,
        background: rgb(colours[person]!.map((part) => part + ((7 * variant + 3 * index) % 25))),
      },
    },
    left: leftOf(index),
    top: 0.3 * photoHeight,
  }));
  const background = rgb([128, 128, 100 + (variant % 50)]);
  return sharp({
    create: { width: photoWidth + people.length, height: photoHeight, channels: 3, background },
  })
    .composite(faces)
    .jpeg()
    .toBuffer();
}

const leftOf = (index: number) => 30 + step * index;
const rgb = ([r = 0, g = 0, b = 0]: readonly number[]) => ({ r, g, b });

/** Recognises them. */
export const threePeople: FaceEngine = {
  // As the cloud's other one, with which its collection was made.
  version: 'stub',
  ready: Promise.resolve(),
  detect: async (image) => {
    const { width = 0 } = await sharp(image).metadata();
    return Array.from({ length: width - photoWidth }, (_, index) =>
      faceAt({
        left: leftOf(index) / width,
        top: 0.3,
        width: faceWidth / width,
        height: faceWidth / photoHeight,
      }),
    );
  },
  // A crop has a margin of 0.4 of the face on each side.
  describe: async (crop) => {
    const { width = 0, height = 0 } = await sharp(crop).metadata();
    const [left, top] = [Math.floor(width / 2) - 4, Math.floor(height / 2) - 4];
    const middle = sharp(crop).extract({ left, top, width: 8, height: 8 }).resize(1, 1);
    const parts = [...(await middle.raw().toBuffer()).subarray(0, 3)].map((part) => (part / 255) ** 2);
    const length = Math.hypot(...parts);
    const descriptor = new Float32Array(512);
    descriptor.set(parts.map((part) => part / length));
    const face = faceAt({ left: 0.4 / 1.8, top: 0.4 / 1.8, width: 1 / 1.8, height: 1 / 1.8 });
    return [{ ...face, descriptor, strength: 3, misfit: 3 }];
  },
  close: async () => {},
};
