import sharp from 'sharp';
import { analyseFaces } from './analyse-faces.ts';
import { loadNets } from './nets.ts';
import { ImageUndecodable } from './picture/decode-image.ts';
import type { FaceAnswer, FaceJob } from './start-face-engine.ts';
import { serveJobs } from './worker-pool.ts';

// Two workers on two cores: more decoding threads only take time from the nets.
sharp.concurrency(1);
await loadNets();
serveJobs(answer);

async function answer({ image, ...options }: FaceJob): Promise<FaceAnswer> {
  try {
    return await analyseFaces(image, options);
  } catch (error) {
    // The class of an error does not survive the way between processes; this one must.
    if (error instanceof ImageUndecodable) return { undecodable: error.message };
    throw error;
  }
}
