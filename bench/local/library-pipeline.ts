import './library-on-tfjs-core.ts';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { type Pipeline, stageClock } from './pipeline.ts';

/**
 * What the face library's own example for Node and WebAssembly does (demo/node-wasm.js), with its settings; but
 * without expressions, age and gender, and with sharp as the decoder.
 */
export async function startLibraryPipeline(): Promise<Pipeline> {
  const library = await import('@vladmandic/face-api/dist/face-api.node-wasm.js');
  setWasmPaths(`${folderOf('@tensorflow/tfjs-backend-wasm')}/dist/`);
  await tf.setBackend('wasm');
  const { ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet } = library.nets;
  const weights = path.join(folderOf('@vladmandic/face-api'), 'model');
  for (const net of [ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet]) await net.loadFromDisk(weights);
  const options = new library.SsdMobilenetv1Options({ minConfidence: 0.1, maxResults: 10 });
  const clock = stageClock();

  return {
    async analyse(picture, wanted) {
      const input = await clock.time('decode', async () => {
        const { data, info } = await sharp(picture)
          .autoOrient()
          .removeAlpha()
          .raw()
          .toBuffer({ resolveWithObject: true });
        return tf.tensor3d(data, [info.height, info.width, 3], 'int32') as never;
      });
      const detections = await clock.time('detect', () => library.detectAllFaces(input, options));
      const faces = detections
        .toSorted((one, other) => other.box.area - one.box.area)
        .slice(0, wanted === 'largest' ? 1 : undefined)
        .map((detection) => library.extendWithFaceDetection({}, detection));
      // The example chains these steps; one after another they can be told apart.
      const marked = await clock.time(
        'landmarks',
        () => new library.DetectAllFaceLandmarksTask(Promise.resolve(faces), input, false),
      );
      const described = await clock.time(
        'describe',
        () => new library.ComputeAllFaceDescriptorsTask(Promise.resolve(marked), input),
      );
      tf.dispose(input);
      return described.map(({ detection: { relativeBox } }) => {
        const { left, top, width, height } = relativeBox;
        return { left, top, width, height };
      });
    },
    takeStages: clock.take,
  };
}

const folderOf = (name: string) =>
  path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
