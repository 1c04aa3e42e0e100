import type { DetectedFace, FaceEngine } from '@match-faces/local-aws/rekognition/face-engine.ts';
import sharp from 'sharp';
import { margins } from '../lambdas/shared/crop-geometry.ts';
import type { BoundingBox } from '../statemachine/payloads.ts';

const photo = { width: 1320, height: 1320 };

/** Pixels of a face, and from one face to the next: the margins of their crops stay in the photo. */
const faceSide = 64;
const pitch = 120;
const perLine = Math.floor(photo.width / pitch);

/** A photo for `fixedFaces`; what it shows does not matter. */
export const plainPhoto = (): Promise<Buffer> =>
  sharp({ create: { ...photo, channels: 3, background: '#864' } })
    .jpeg()
    .toBuffer();

/** Where a face is in its crop: in the middle, with the first margin around. */
const inCrop = { start: margins[0] / (1 + 2 * margins[0]), length: 1 / (1 + 2 * margins[0]) };

/** Of nobody in particular. */
const description = { descriptor: new Float32Array(512).fill(1 / Math.sqrt(512)), strength: 3, misfit: 3 };

/** Finds `count` faces, at most 121, in every photo, and in every crop the one it was cut for; without looking. */
export const fixedFaces = (count: number): FaceEngine =>
  facesAt(Array.from({ length: count }, (_, index) => placeInPhoto(index)));

/** The same for faces at given places, each with room for its crop's margin. */
export function facesAt(boxes: readonly BoundingBox[]): FaceEngine {
  const inPhoto = boxes.map(faceAt);
  const { start, length } = inCrop;
  const searched = faceAt({ left: start, top: start, width: length, height: length });
  return {
    version: 'fixed',
    ready: Promise.resolve(),
    detect: async () => inPhoto,
    describe: async () => [{ ...searched, ...description }],
    close: async () => {},
  };
}

const placeInPhoto = (index: number) => ({
  left: (28 + pitch * (index % perLine)) / photo.width,
  top: (28 + pitch * Math.floor(index / perLine)) / photo.height,
  width: faceSide / photo.width,
  height: faceSide / photo.height,
});

/** A face of which nothing but its place is of interest. */
export function faceAt(boundingBox: DetectedFace['boundingBox']): DetectedFace {
  const nose = { x: 0.5, y: 0.5 };
  return {
    boundingBox,
    confidence: 99,
    landmarks: { eyeLeft: nose, eyeRight: nose, mouthLeft: nose, mouthRight: nose, nose },
    roll: 0,
    quality: { brightness: 50, sharpness: 80 },
  };
}
