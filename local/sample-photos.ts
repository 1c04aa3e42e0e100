import path from 'node:path';
import { faceLibrary } from '@match-faces/local-aws/rekognition/engine/nets/weights.ts';

/** The six group photos (1920 px wide, 3 to 5 faces each) that the face library ships: everybody has them. */
export const samplePhotos: readonly { name: string; path: string }[] = [1, 2, 3, 4, 5, 6].map((number) => {
  const name = `sample${number}.jpg`;
  return { name, path: path.join(faceLibrary, 'demo', name) };
});
