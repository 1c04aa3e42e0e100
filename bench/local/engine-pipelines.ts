import { detectBoxes } from '@match-faces/local-aws/rekognition/engine/detect-boxes.ts';
import { describeFace } from '@match-faces/local-aws/rekognition/engine/face-descriptor.ts';
import { findLandmarks } from '@match-faces/local-aws/rekognition/engine/face-landmarks.ts';
import { loadNets } from '@match-faces/local-aws/rekognition/engine/nets.ts';
import { decodeImage } from '@match-faces/local-aws/rekognition/engine/picture/decode-image.ts';
import { ImagePyramid } from '@match-faces/local-aws/rekognition/engine/picture/image-pyramid.ts';
import { startFaceEngine } from '@match-faces/local-aws/rekognition/engine/start-face-engine.ts';
import sharp from 'sharp';
import { type Pipeline, stageClock } from './pipeline.ts';

/** The local engine as the local cloud runs it. */
export function startEngine(workers: number): Pipeline {
  const engine = startFaceEngine({ workers });
  return {
    async analyse(picture, wanted) {
      const faces = await engine.describe(picture, wanted === 'largest' ? 1 : undefined);
      return faces.map(({ boundingBox }) => boundingBox);
    },
  };
}

/** Its stages one after another in this thread, each with its time. */
export async function startEngineStages(): Promise<Pipeline> {
  sharp.concurrency(1);
  await loadNets();
  const clock = stageClock();
  return {
    async analyse(picture, wanted) {
      const image = await clock.time('decode', async () => new ImagePyramid(await decodeImage(picture)));
      const onlyLargest = wanted === 'largest';
      const found = await clock.time('detect', () => detectBoxes(image, { onlyLargest }));
      const boxes = onlyLargest ? found.slice(0, 1) : found;
      for (const box of boxes) {
        const landmarks = await clock.time('landmarks', () => findLandmarks(image, box));
        await clock.time('describe', () => describeFace(image, landmarks));
      }
      const { width, height } = image.full;
      return boxes.map((box) => ({
        left: box.x / width,
        top: box.y / height,
        width: box.width / width,
        height: box.height / height,
      }));
    },
    takeStages: clock.take,
  };
}
