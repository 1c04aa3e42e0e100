import './chained-tensor-methods.ts';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { NetInput, nets } from '@vladmandic/face-api/dist/face-api.node-wasm.js';
import { canvasSide } from './canvas-views.ts';

const { ssdMobilenetv1: detector, faceLandmark68Net: landmarkNet, faceRecognitionNet: recognitionNet } = nets;

/** Sides in pixels of the squares the other two nets look at. */
export const landmarkSide = 112;
export const recognitionSide = 150;

const pointsPerFace = 68;
const descriptorLength = 128;

/** More faces than this go through a net in turns: the wasm heap grows with the batch and never shrinks. */
const largestBatch = 16;

/** Starts the wasm backend and reads the weights of the three nets: 150 MB of memory, under a second. */
export async function loadNets(): Promise<void> {
  setWasmPaths(`${folderOf('@tensorflow/tfjs-backend-wasm')}/dist/`);
  await withoutNewExceptionListeners(async () => {
    if (!(await tf.setBackend('wasm'))) throw new Error('Expected the wasm backend to start, it did not');
    await tf.ready();
  });
  const weights = `${folderOf('@vladmandic/face-api')}/model`;
  for (const net of [detector, landmarkNet, recognitionNet]) await net.loadFromDisk(weights);
}

/** Tensors alive now. It is the same before and after an analysis, or one leaks. */
export const countTensors = () => tf.memory().numTensors;

/** A face on the detector's canvas, in its pixels, with a score from 0 to 1. */
export interface CanvasBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly score: number;
}

/** All of the detector's thousands of anchors, good and bad, for one canvas of 512 × 512 × RGB. */
export async function detectOnCanvas(canvas: Float32Array): Promise<CanvasBox[]> {
  const input = tf.tensor4d(canvas, [1, canvasSide, canvasSide, 3]);
  const output = detector.forwardInput(netInput([input]));
  try {
    const corners = await output.boxes[0]!.data();
    const scores = await output.scores[0]!.data();
    return Array.from(scores, (score, index) => {
      const [top, left, bottom, right] = corners.slice(4 * index, 4 * index + 4);
      return {
        left: left! * canvasSide,
        top: top! * canvasSide,
        right: right! * canvasSide,
        bottom: bottom! * canvasSide,
        score,
      };
    });
  } finally {
    dispose([input, ...output.boxes, ...output.scores]);
  }
}

/** For each crop of 112 × 112 × RGB the 68 points of its face: x, y, x, y …, as ratios of the crop. */
export async function landmarksOf(crops: readonly Float32Array[]): Promise<Float32Array[]> {
  return inBatches(crops, landmarkSide, landmarkNet, pointsPerFace * 2);
}

/** For each chip of 150 × 150 × RGB its descriptor: 128 numbers, not normalised. */
export async function descriptorsOf(chips: readonly Float32Array[]): Promise<Float32Array[]> {
  return inBatches(chips, recognitionSide, recognitionNet, descriptorLength);
}

type SquareNet = typeof landmarkNet | typeof recognitionNet;

async function inBatches(
  squares: readonly Float32Array[],
  side: number,
  net: SquareNet,
  answerLength: number,
): Promise<Float32Array[]> {
  const answers: Float32Array[] = [];
  for (let start = 0; start < squares.length; start += largestBatch) {
    const inputs = squares
      .slice(start, start + largestBatch)
      .map((square) => tf.tensor3d(square, [side, side, 3]));
    const output = net.forwardInput(netInput(inputs));
    try {
      const numbers = Float32Array.from(await output.data());
      for (let at = 0; at < numbers.length; at += answerLength)
        answers.push(numbers.slice(at, at + answerLength));
    } finally {
      dispose([...inputs, output]);
    }
  }
  return answers;
}

/** The face library carries its own copy of tfjs's types, which TypeScript holds to be others: hence `never`. */
const netInput = (tensors: tf.Tensor[]) => new NetInput(tensors as never, true);
const dispose = (tensors: readonly object[]) => tf.dispose(tensors as never);

/** The wasm backend adds listeners that throw every uncaught error again, past the process's own: take them off. */
async function withoutNewExceptionListeners(start: () => Promise<void>): Promise<void> {
  const uncaught = new Set(process.listeners('uncaughtException'));
  const unhandled = new Set(process.listeners('unhandledRejection'));
  await start();
  for (const listener of process.listeners('uncaughtException')) {
    if (!uncaught.has(listener)) process.removeListener('uncaughtException', listener);
  }
  for (const listener of process.listeners('unhandledRejection')) {
    if (!unhandled.has(listener)) process.removeListener('unhandledRejection', listener);
  }
}

function folderOf(packageName: string): string {
  return path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
}
