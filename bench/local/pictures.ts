import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startFaceEngine } from '@match-faces/local-aws/rekognition/engine/start-face-engine.ts';
import type { BoundingBox } from '@match-faces/local-aws/rekognition/face-engine.ts';
import { samplePhotos } from '../../local/sample-photos.ts';
import { cropFace } from './face-crops.ts';

export interface Picture {
  readonly path: string;
  /** The faces that it shows, or for a crop the one it was cut for. */
  readonly faces: readonly BoundingBox[];
}

/** As wide as the workflow cuts them first: see lambdas/crop-and-search/crop-geometry.ts. */
const margin = 0.4;

/** The sample photos, and of each of their faces a crop in that folder. */
export async function makePictures(folder: string): Promise<{ photos: Picture[]; crops: Picture[] }> {
  const engine = startFaceEngine({ workers: 1 });
  try {
    const photos: Picture[] = [];
    const crops: Picture[] = [];
    for (const { path } of samplePhotos) {
      const detected = await engine.detect(await readFile(path));
      photos.push({ path, faces: detected.map(({ boundingBox }) => boundingBox) });
      for (const { boundingBox } of detected) {
        const crop = await cropFace(path, boundingBox, margin);
        const file = join(folder, `${crops.length}.jpg`);
        await writeFile(file, crop.jpeg);
        crops.push({ path: file, faces: [crop.face] });
      }
    }
    return { photos, crops };
  } finally {
    await engine.close();
  }
}
