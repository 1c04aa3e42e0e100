import * as tf from '@tensorflow/tfjs-core';
import { convolve, convolveEachChannel, type Layer } from './layers.ts';
import { type Weights, withWeights } from './weights.ts';

/** RGB from 0 to 255, rows from top to bottom. Its sides are multiples of `canvasUnit`. */
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
export type Detector = (canvas: Canvas, lowestScore: number) => CanvasBox[];

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
  const net = await withWeights('ssd_mobilenetv1', buildNet);
  const anchors = grids.map(({ anchors, firstAnchor }) => readAnchors(net.anchors, firstAnchor, anchors));
  net.anchors.dispose();

  return (canvas, lowestScore) =>
    tf
      .tidy(() => readGrids(net, canvas))
      .flatMap(({ scores, boxes, columns }, index) =>
        boxesOf(
          { scores, boxes },
          { columns, lowestScore, cell: grids[index]!.cell, anchors: anchors[index]! },
        ),
      );
}

function readGrids(net: ReturnType<typeof buildNet>, { pixels, width, height }: Canvas) {
  const input = tf.sub<tf.Tensor4D>(tf.div(tf.tensor4d(pixels, [1, height, width, 3]), 127.5), 1);
  let x = convolve(input, net.first, { stride: 2, activation: 'relu6' });
  const blocks = net.blocks.map(({ depthwise, pointwise }, index) => {
    const stride = halvingBlocks.has(index + 1) ? 2 : 1;
    x = convolveEachChannel(x, depthwise, { stride, activation: 'relu6' });
    x = convolve(x, pointwise, { activation: 'relu6' });
    return x;
  });
  return grids.map(({ afterBlock }, index) => {
    const features = blocks[afterBlock - 1]!;
    const { scores, boxes } = net.heads[index]!;
    return {
      scores: convolve(features, scores).dataSync<'float32'>(),
      boxes: convolve(features, boxes).dataSync<'float32'>(),
      columns: features.shape[2],
    };
  });
}

function buildNet(weights: Weights) {
  return {
    first: pointwiseLayer(weights, 0),
    blocks: Array.from({ length: 13 }, (_, index) => ({
      depthwise: depthwiseLayer(weights, index + 1),
      pointwise: pointwiseLayer(weights, index + 1),
    })),
    heads: grids.map(({ predictor }) => ({
      scores: predictorLayer(weights, `${predictor}/ClassPredictor`),
      boxes: predictorLayer(weights, `${predictor}/BoxEncodingPredictor`),
    })),
    anchors: weights<tf.Rank.R3>('Output/extra_dim'),
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
  const statistic = (of: string) => weights<tf.Rank.R1>(`${name}/BatchNorm/${of}`);
  const factor = tf.div(statistic('gamma'), tf.sqrt(tf.add(statistic('moving_variance'), epsilon)));
  return {
    filter: tf.mul(weights<tf.Rank.R4>(`${name}/depthwise_weights`), tf.reshape(factor, [-1, 1])),
    bias: tf.sub(statistic('beta'), tf.mul(statistic('moving_mean'), factor)),
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The sizes of the boxes that a cell starts from, in pixels; they lie around its middle. */
function readAnchors(all: tf.Tensor, first: number, count: number): Size[] {
  const corners = all.dataSync();
  return Array.from({ length: count }, (_, index) => {
    const [top, left, bottom, right] = corners.subarray(4 * (first + index));
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
