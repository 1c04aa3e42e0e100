import { readFile } from 'node:fs/promises';
import { startFaceEngine } from '@match-faces/local-aws/rekognition/engine/start-face-engine.ts';
import type { FaceEngine } from '@match-faces/local-aws/rekognition/face-engine.ts';
import sharp from 'sharp';
import { samplePhotos } from '../../local/sample-photos.ts';
import { fixedFaces } from '../fixed-faces.ts';
import { remembering } from './remembering-engine.ts';

/** Photos whose cost is told together, as their mean. */
export interface PhotoSet {
  readonly photos: string;
  readonly engine: () => FaceEngine;
  readonly files: () => Promise<Buffer[]>;
  /** Whether the people of the first photo are enrolled before. */
  readonly enrollFirst: boolean;
}

export const photoSets = {
  samples: {
    photos: '6 sample photos',
    engine: () => remembering(startFaceEngine()),
    files: () => Promise.all(samplePhotos.map(({ path }) => readFile(path))),
    enrollFirst: true,
  },
  four: strangersIn(4, 12),
  thirty: strangersIn(30, 24),
} as const satisfies Record<string, PhotoSet>;

/** Nobody is enrolled, and NoMatch is the outcome with the most transitions. */
function strangersIn(faces: number, megapixels: number): PhotoSet {
  return {
    photos: `${faces} strangers, ${megapixels} MP`,
    engine: () => fixedFaces(faces),
    files: async () => [await squarePhoto(megapixels)],
    enrollFirst: false,
  };
}

/** A real picture, blown up: its bytes and what its decoding takes are those of a photo of that size. */
function squarePhoto(megapixels: number): Promise<Buffer> {
  const side = Math.round(Math.sqrt(megapixels * 1e6));
  return sharp(samplePhotos[0]!.path).resize(side, side).jpeg({ quality: 85 }).toBuffer();
}
