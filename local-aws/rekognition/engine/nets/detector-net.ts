import { convolve, convolveEachMap, type Layer, normalise, scaleMaps } from './layers.ts';
import { OnnxGraph, startNet, type Value } from './onnx-graph.ts';
import { type NumberArray, readWeights, type Weights } from './weights.ts';

/** Red, then green, then blue, from 0 to 255, each in rows from top to bottom. Its sides are multiples of `canvasUnit`. */
export interface Canvas {
  readonly pixels: Float32Array;
  readonly width: number;
  readonly height: number;
}

export const canvasUnit = 32;

/** A box in pixels of the canvas, with a score from 0 to 1. */
export interface CanvasBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly score: number;
}

/** All boxes with at least that score; many overlap. */
export type Detector = (canvas: Canvas, lowestScore: number) => Promise<CanvasBox[]>;

/**
 * The net was made for canvases of 512 × 512 and looks at them in six grids. Those of the four coarsest are left
 * out: they find faces of more than 200 px, which a smaller view of the picture shows to the other two.
 */
const grids = [
  { predictor: 'BoxPredictor_0', afterBlock: 11, cell: 16, anchors: 3, firstAnchor: 0 },
  { predictor: 'BoxPredictor_1', afterBlock: 13, cell: 32, anchors: 6, firstAnchor: 3 * 32 ** 2 },
];

/** Of MobileNet's thirteen. */
const halvingBlocks = new Set([2, 4, 6, 12]);

/** Loads the face detector: SSD (single shot detection) on MobileNet v1. */
export async function loadDetector(): Promise<Detector> {
  const weights = await readWeights('ssd_mobilenetv1');
  const graph = new OnnxGraph();
  const canvas = graph.input('canvas', [1, 3, 'height', 'width']);
  const normalised = normalise(graph, canvas, { subtrahend: [127.5, 127.5, 127.5], divisor: 127.5 });
  let x = convolve(graph, normalised, pointwiseLayer(weights, 0), { stride: 2, activation: 'relu6' });
  const blocks: Value[] = [];
  for (let block = 1; block <= 13; block++) {
    const stride = halvingBlocks.has(block) ? 2 : 1;
    x = convolveEachMap(graph, x, depthwiseLayer(weights, block), { stride, activation: 'relu6' });
    x = convolve(graph, x, pointwiseLayer(weights, block), { activation: 'relu6' });
    blocks.push(x);
  }
  const outputs = grids.flatMap(({ predictor, afterBlock }) =>
    ['ClassPredictor', 'BoxEncodingPredictor'].map((head) => {
      const maps = convolve(graph, blocks[afterBlock - 1]!, predictorLayer(weights, `${predictor}/${head}`));
      return graph.apply('Transpose', [maps], { perm: [0, 2, 3, 1] });
    }),
  );
  const net = await startNet(graph, outputs);
  const anchors = grids.map((grid) => readAnchors(weights('Output/extra_dim'), grid));

  return async ({ pixels, width, height }, lowestScore) => {
    const answers = await net({ shape: [1, 3, height, width], values: pixels });
    return grids.flatMap(({ cell }, index) => {
      const [scores, boxes] = answers.slice(2 * index, 2 * index + 2);
      const columns = scores!.shape[2]!;
      return boxesOf(
        { scores: scores!.values, boxes: boxes!.values },
        { cell, columns, lowestScore, anchors: anchors[index]! },
      );
    });
  };
}

const pointwiseLayer = (weights: Weights, block: number): Layer => ({
  filter: weights(`MobilenetV1/Conv2d_${block}_pointwise/weights`),
  bias: weights(`MobilenetV1/Conv2d_${block}_pointwise/convolution_bn_offset`),
});

const predictorLayer = (weights: Weights, name: string): Layer => ({
  filter: weights(`Prediction/${name}/weights`),
  bias: weights(`Prediction/${name}/biases`),
});

/** Added to a variance before its root, as in training. */
const epsilon = 0.001;

/** Its batch normalisation becomes part of the filter: (x·f − mean)·k + beta = x·(f·k) + (beta − mean·k). */
function depthwiseLayer(weights: Weights, block: number): Layer {
  const name = `MobilenetV1/Conv2d_${block}_depthwise`;
  const statistic = (of: string) => weights(`${name}/BatchNorm/${of}`).values;
  const variances = statistic('moving_variance');
  const factors = statistic('gamma').map((gamma, map) => gamma / Math.sqrt(variances[map]! + epsilon));
  const means = statistic('moving_mean');
  return {
    filter: scaleMaps(weights(`${name}/depthwise_weights`), factors),
    bias: {
      shape: [factors.length],
      values: statistic('beta').map((beta, map) => beta - means[map]! * factors[map]!),
    },
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The sizes of the boxes that a cell starts from, in pixels; they lie around its middle. */
function readAnchors(
  { values: corners }: NumberArray,
  { anchors, firstAnchor }: (typeof grids)[number],
): Size[] {
  return Array.from({ length: anchors }, (_, index) => {
    const [top, left, bottom, right] = corners.subarray(4 * (firstAnchor + index));
    return { width: (right! - left!) * 512, height: (bottom! - top!) * 512 };
  });
}

/** The net gives three scores for an anchor: of nothing, of a face, and one without meaning. */
const classes = 3;
const faceClass = 1;

function boxesOf(
  { scores, boxes }: { scores: Float32Array; boxes: Float32Array },
  {
    cell,
    columns,
    anchors,
    lowestScore,
  }: { cell: number; columns: number; anchors: readonly Size[]; lowestScore: number },
): CanvasBox[] {
  const found: CanvasBox[] = [];
  for (let at = 0; at < scores.length / classes; at++) {
    const score = 1 / (1 + Math.exp(-scores[classes * at + faceClass]!));
    if (score < lowestScore) continue;
    const place = Math.floor(at / anchors.length);
    const anchor = anchors[at % anchors.length]!;
    const [down, across, taller, wider] = boxes.subarray(4 * at);
    const x = ((place % columns) + 0.5) * cell + (across! / 10) * anchor.width;
    const y = (Math.floor(place / columns) + 0.5) * cell + (down! / 10) * anchor.height;
    const width = Math.exp(wider! / 5) * anchor.width;
    const height = Math.exp(taller! / 5) * anchor.height;
    found.push({
      left: x - width / 2,
      top: y - height / 2,
      right: x + width / 2,
      bottom: y + height / 2,
      score,
    });
  }
  return found;
}
