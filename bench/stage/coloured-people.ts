import type { FaceEngine } from '@match-faces/local-aws/rekognition/face-engine.ts';
import sharp from 'sharp';
import { margins } from '../../lambdas/shared/crop-geometry.ts';
import { seededRandom } from '../burst/random.ts';
import { faceAt } from '../fixed-faces.ts';

/** Levels of each of three colours, so far apart that JPEG does not mix them up. */
const levels = 8;
const apart = 36;

export const mostPeople = levels ** 3;

/** A photo with one face, whose colour says whose it is; `number` makes other bytes of it. */
export const photoOf = (person: number, number: number): Promise<Buffer> => {
  const level = (place: number) => apart * (Math.floor(person / levels ** place) % levels);
  const background = { r: level(0), g: level(1), b: level(2) };
  return sharp({ create: { width: 300 + number, height: 300, channels: 3, background } })
    .jpeg({ quality: 95 })
    .toBuffer();
};

const faceSide = 64 / 300;
const inPhoto = { left: 0.5 - faceSide / 2, top: 0.5 - faceSide / 2, width: faceSide, height: faceSide };
/** In the middle of its crop, with the first margin around. */
const length = 1 / (1 + 2 * margins[0]);
const inCrop = { left: (1 - length) / 2, top: (1 - length) / 2, width: length, height: length };

/** Sees in every picture one face, and by its colour whose; two people are never alike. */
export const colouredPeople = (): FaceEngine => ({
  version: 'coloured',
  ready: Promise.resolve(),
  detect: async () => [faceAt(inPhoto)],
  describe: async (bytes) => [
    { ...faceAt(inCrop), strength: 5, misfit: 3, descriptor: descriptorOf(await personIn(bytes)) },
  ],
  close: async () => {},
});

async function personIn(bytes: Buffer): Promise<number> {
  const mean = await sharp(bytes).resize(1, 1).removeAlpha().raw().toBuffer();
  return mean.reduce((person, channel, place) => person + Math.round(channel / apart) * levels ** place, 0);
}

function descriptorOf(person: number): Float32Array {
  const random = seededRandom(person + 1);
  const vector = Float32Array.from({ length: 512 }, () => random() - 0.5);
  const size = Math.hypot(...vector);
  return vector.map((value) => value / size);
}
