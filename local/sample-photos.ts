import { createRequire } from 'node:module';
import path from 'node:path';

const facePackage = path.dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'));

/** The six group photos (1920 px wide, 3 to 5 faces each) of a package from which nothing else is used: everybody has them. */
export const samplePhotos: readonly { name: string; path: string }[] = [1, 2, 3, 4, 5, 6].map((number) => {
  const name = `sample${number}.jpg`;
  return { name, path: path.join(facePackage, 'demo', name) };
});
