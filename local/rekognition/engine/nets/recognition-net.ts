import * as tf from '@tensorflow/tfjs-core';
import { convolve, type Layer, normalise } from './layers.ts';
import { type Weights, withWeights } from './weights.ts';

/** The side in pixels of the chips it looks at. */
export const recognitionSide = 150;

/** For chips of RGB from 0 to 255: 128 numbers each, not normalised. */
export type RecognitionNet = (chips: tf.Tensor4D) => tf.Tensor2D;

/** Loads the net that describes faces: dlib's residual net of 29 layers. */
export async function loadRecognitionNet(): Promise<RecognitionNet> {
  const net = await withWeights('face_recognition', buildNet);
  return (chips) =>
    tf.tidy(() => {
      let x = convolve(normalise(chips), net.first, { stride: 2, pad: 'valid', activation: 'relu' });
      x = tf.maxPool(x, 3, 2, 'valid');
      for (const { halves, inner, outer } of net.blocks) {
        const within = halves
          ? convolve(x, inner, { stride: 2, pad: 'valid', activation: 'relu' })
          : convolve(x, inner, { activation: 'relu' });
        const past = halves ? tf.avgPool(x, 2, 2, 'valid') : x;
        x = tf.relu(addPadded(past, convolve(within, outer)));
      }
      return tf.matMul(tf.mean(x, [1, 2]), net.output);
    });
}

/** Adds two stacks of maps, each filled up with zeros at the end where the other has more rows, columns or channels. */
function addPadded(one: tf.Tensor4D, other: tf.Tensor4D): tf.Tensor4D {
  const fill = (x: tf.Tensor4D, to: tf.Tensor4D) => {
    const missing = x.shape.map((length, axis): [number, number] => [
      0,
      Math.max(0, to.shape[axis]! - length),
    ]);
    return missing.some(([, after]) => after > 0) ? tf.pad(x, missing) : x;
  };
  return tf.add(fill(one, other), fill(other, one));
}

const blockNames = [
  ...['conv32_1', 'conv32_2', 'conv32_3'],
  ...['conv64_down', 'conv64_1', 'conv64_2', 'conv64_3'],
  ...['conv128_down', 'conv128_1', 'conv128_2'],
  ...['conv256_down', 'conv256_1', 'conv256_2', 'conv256_down_out'],
];

function buildNet(weights: Weights) {
  return {
    first: scaledLayer(weights, 'conv32_down'),
    blocks: blockNames.map((name) => ({
      halves: name.includes('down'),
      inner: scaledLayer(weights, `${name}/conv1`),
      outer: scaledLayer(weights, `${name}/conv2`),
    })),
    output: weights<tf.Rank.R2>('fc'),
  };
}

/** Its scaling becomes part of the filter: (x·f + b)·k + c = x·(f·k) + (b·k + c). */
function scaledLayer(weights: Weights, name: string): Layer {
  const factor = weights<tf.Rank.R1>(`${name}/scale/weights`);
  return {
    filter: tf.mul(weights<tf.Rank.R4>(`${name}/conv/filters`), factor),
    bias: tf.add(
      tf.mul(weights<tf.Rank.R1>(`${name}/conv/bias`), factor),
      weights<tf.Rank.R1>(`${name}/scale/biases`),
    ),
  };
}
