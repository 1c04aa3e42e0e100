import * as tf from '@tensorflow/tfjs-core';
import { type Canvas, type CanvasBox, type Detector, loadDetector } from './nets/detector-net.ts';
import { type LandmarkNet, landmarkSide, loadLandmarkNet } from './nets/landmark-net.ts';
import { loadRecognitionNet, type RecognitionNet, recognitionSide } from './nets/recognition-net.ts';
import { startBackend } from './nets/wasm-backend.ts';

let nets: { detector: Detector; landmarks: LandmarkNet; recognition: RecognitionNet } | undefined;

/** Starts the backend and reads the weights of the three nets. The functions below need it done. */
export async function loadNets(): Promise<void> {
  await startBackend();
  nets = {
    detector: await loadDetector(),
    landmarks: await loadLandmarkNet(),
    recognition: await loadRecognitionNet(),
  };
}

/** Tensors alive now. It is the same before and after an analysis, or one leaks. */
export const countTensors = () => tf.memory().numTensors;

/** The boxes of the canvas that score at least `lowestScore`; many overlap. */
export const detectOnCanvas = (canvas: Canvas, lowestScore: number): CanvasBox[] =>
  nets!.detector(canvas, lowestScore);

/** For each crop of 112 × 112 × RGB the 68 points of its face: x, y, x, y …, as ratios of the crop. */
export const landmarksOf = (crops: readonly Float32Array[]): Float32Array[] =>
  inBatches(crops, landmarkSide, nets!.landmarks);

/** For each chip of 150 × 150 × RGB its descriptor: 128 numbers, not normalised. */
export const descriptorsOf = (chips: readonly Float32Array[]): Float32Array[] =>
  inBatches(chips, recognitionSide, nets!.recognition);

/** More squares than this go through a net in turns: the wasm heap grows with the batch and never shrinks. */
const largestBatch = 16;

function inBatches(
  squares: readonly Float32Array[],
  side: number,
  net: LandmarkNet | RecognitionNet,
): Float32Array[] {
  const answers: Float32Array[] = [];
  for (let start = 0; start < squares.length; start += largestBatch) {
    const batch = squares.slice(start, start + largestBatch);
    const pixels = new Float32Array(batch.length * side * side * 3);
    for (const [index, square] of batch.entries()) pixels.set(square, index * square.length);
    const numbers = tf.tidy(() => net(tf.tensor4d(pixels, [batch.length, side, side, 3])).dataSync());
    const answerLength = numbers.length / batch.length;
    for (let at = 0; at < numbers.length; at += answerLength)
      answers.push(Float32Array.from(numbers.subarray(at, at + answerLength)));
  }
  return answers;
}
