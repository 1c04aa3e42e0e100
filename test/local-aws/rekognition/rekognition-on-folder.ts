import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { FaceEngine } from '../../../local-aws/rekognition/face-engine.ts';
import type { RekognitionOptions } from '../../../local-aws/rekognition/rekognition-service.ts';
import { fixedFace, fixedFaceEngine } from './fixed-face-engine.ts';
import { type RunningRekognition, startRekognition } from './start-rekognition.ts';
import { blackImage } from './synthetic-images.ts';

/** Two people, whatever the picture. */
export const twoPeople = fixedFaceEngine([fixedFace(1), fixedFace(2)]);

/** A picture good enough for an engine that does not look. */
export const anyImage = { Bytes: await blackImage(100, 100).png().toBuffer() };

/** Gives each test of a file a folder of its own, on which it may start the service as often as it likes. */
export function rekognitionOnFolder() {
  let folder: string;
  let running: RunningRekognition[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rekognition-'));
  });

  afterEach(async () => {
    await Promise.all(running.map(({ stop }) => stop()));
    running = [];
    await rm(folder, { recursive: true });
  });

  const readObject = async () => {
    throw new Error('No test with a folder of its own reads an object');
  };

  return {
    get folder() {
      return folder;
    },
    /** Starts the service, or starts it again, on the test's folder. */
    async start(engine: FaceEngine = twoPeople, options: Pick<RekognitionOptions, 'searchesTellUsers'> = {}) {
      const started = await startRekognition({ ...options, folder, engine, readObject });
      running.push(started);
      return started.aws;
    },
    /** The file of the only collection. */
    async journal() {
      const [name] = await readdir(folder);
      return path.join(folder, name!);
    },
  };
}
