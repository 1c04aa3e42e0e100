import type { FaceEngine } from '@match-faces/local-aws/rekognition/face-engine.ts';
import { fixedFaces } from '../fixed-faces.ts';

const numbersOfADescriptor = 128;

/** As `fixedFaces`, but every face is somebody new: as far from everybody else as strangers are. */
export function strangers(count: number): FaceEngine {
  const engine = fixedFaces(count);
  return {
    ...engine,
    // A search asks for the largest face of a crop, indexing for all of a photo.
    describe: async (image, atMost) => {
      const faces = atMost === undefined ? await engine.detect(image) : await engine.describe(image);
      return faces.map((face) => ({ ...face, descriptor: somebody() }));
    },
  };
}

/** A random point on the unit sphere, where the engine's own descriptors lie. */
function somebody(): Float32Array {
  const numbers = Float32Array.from({ length: numbersOfADescriptor }, () => Math.random() - 0.5);
  const length = Math.hypot(...numbers);
  return numbers.map((number) => number / length);
}
