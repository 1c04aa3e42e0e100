import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { analyseFaces } from './analyse-faces.ts';
import { ImageUndecodable } from './decode-image.ts';
import { detectOnCanvas, loadNets } from './nets.ts';
import type { FaceAnswer, FaceJob } from './start-face-engine.ts';
import { serveJobs } from './worker-pool.ts';

const { tileSize }: { tileSize?: number } = workerData;

// Two workers on two cores: more decoding threads only take time from the nets.
sharp.concurrency(1);
await loadNets();
// The first inference takes half a second longer than the next: have it before the first picture comes.
detectOnCanvas({ pixels: new Float32Array(512 * 512 * 3), width: 512, height: 512 }, 1);
serveJobs(parentPort!, answer);

async function answer({ image, ...options }: FaceJob): Promise<FaceAnswer> {
  try {
    return await analyseFaces(image, { ...options, tileSize });
  } catch (error) {
    // The class of an error does not survive the way between threads; this one must.
    if (error instanceof ImageUndecodable) return { undecodable: error.message };
    throw error;
  }
}
