import type { DescribedFace, FaceEngine } from '../../../local-aws/rekognition/face-engine.ts';
import { randomBytes } from './synthetic-images.ts';

/** Sees the same faces in every picture, without looking. */
export function fixedFaceEngine(faces: readonly DescribedFace[], version = 'fixed-1'): FaceEngine {
  return {
    version,
    ready: Promise.resolve(),
    detect: async () => faces.map(({ descriptor: _, ...face }) => face),
    describe: async (_, atMost) => faces.slice(0, atMost),
    close: async () => {},
  };
}

/** A stranger to every face of another seed; `quality` and the like may be given otherwise. */
export function fixedFace(seed: number, other: Partial<DescribedFace> = {}): DescribedFace {
  const at = { x: 0.1 * seed, y: 0.2 };
  return {
    boundingBox: { left: 0.1 * seed, top: 0.1, width: 0.2 - 0.01 * seed, height: 0.3 },
    confidence: 99,
    landmarks: { eyeLeft: at, eyeRight: at, mouthLeft: at, mouthRight: at, nose: at },
    roll: 0,
    quality: { brightness: 50, sharpness: 80 },
    descriptor: ofLengthOne(Float32Array.from(randomBytes(512, seed), (byte) => byte / 255 - 0.5)),
    strength: 3,
    misfit: 3,
    ...other,
  };
}

export function ofLengthOne(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
