import { type Canvas, type CanvasBox, type Detector, loadDetector } from './detector-net.ts';
import { landmarkSide, loadLandmarkNet } from './landmark-net.ts';
import type { Net } from './onnx-graph.ts';
import { loadRecognitionNet, recognitionSide } from './recognition-net.ts';

let nets: { detector: Detector; landmarks: Net; recognition: Net } | undefined;

/** Reads the weights of the three nets and starts them. The functions below need it done. */
export async function loadNets(): Promise<void> {
  nets = {
    detector: await loadDetector(),
    landmarks: await loadLandmarkNet(),
    recognition: await loadRecognitionNet(),
  };
}

/** The boxes of the canvas that score at least `lowestScore`; many overlap. */
export const detectOnCanvas = (canvas: Canvas, lowestScore: number): Promise<CanvasBox[]> =>
  nets!.detector(canvas, lowestScore);

/** For each crop of RGB × 112 × 112 the 68 points of its face: x, y, x, y …, as ratios of the crop. */
export const landmarksOf = (crops: readonly Float32Array[]): Promise<Float32Array[]> =>
  inBatches(crops, landmarkSide, nets!.landmarks);

/** For each chip of RGB × 150 × 150 its descriptor: 128 numbers, not normalised. */
export const descriptorsOf = (chips: readonly Float32Array[]): Promise<Float32Array[]> =>
  inBatches(chips, recognitionSide, nets!.recognition);

/** More squares than this go through a net in turns: its memory grows with the batch. */
const largestBatch = 16;

async function inBatches(squares: readonly Float32Array[], side: number, net: Net): Promise<Float32Array[]> {
  const answers: Float32Array[] = [];
  for (let start = 0; start < squares.length; start += largestBatch) {
    const batch = squares.slice(start, start + largestBatch);
    const pixels = new Float32Array(batch.length * side * side * 3);
    for (const [index, square] of batch.entries()) pixels.set(square, index * square.length);
    const [output] = await net({ shape: [batch.length, 3, side, side], values: pixels });
    const { values } = output!;
    const answerLength = values.length / batch.length;
    for (let at = 0; at < values.length; at += answerLength)
      answers.push(values.slice(at, at + answerLength));
  }
  return answers;
}
