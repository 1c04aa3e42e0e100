import sharp from 'sharp';
import { analyseFaces } from './analyse-faces.ts';
import { ImageUndecodable } from './decode-image.ts';
import { loadNets } from './nets.ts';
import type { FaceAnswer, FaceJob, FaceWorkerData } from './start-face-engine.ts';
import { serveJobs, workerData } from './worker-pool.ts';

const { tileSize } = workerData() as FaceWorkerData;

// Two workers on two cores: more decoding threads only take time from the nets.
sharp.concurrency(1);
await loadNets();
serveJobs(answer);

async function answer({ image, ...options }: FaceJob): Promise<FaceAnswer> {
  try {
    return await analyseFaces(image, { ...options, tileSize });
  } catch (error) {
    // The class of an error does not survive the way between processes; this one must.
    if (error instanceof ImageUndecodable) return { undecodable: error.message };
    throw error;
  }
}
