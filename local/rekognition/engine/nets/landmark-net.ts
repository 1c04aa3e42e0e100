import * as tf from '@tensorflow/tfjs-core';
import { convolve, convolveEachChannel, type Layer, normalise } from './layers.ts';
import { type Weights, withWeights } from './weights.ts';

/** The side in pixels of the squares it looks at. */
export const landmarkSide = 112;

/** For squares of RGB from 0 to 255: 68 points each, x, y, x, y …, as ratios of the square. */
export type LandmarkNet = (squares: tf.Tensor4D) => tf.Tensor2D;

/** Loads the net that finds the points of a face: four densely connected blocks, each half as large as the last. */
export async function loadLandmarkNet(): Promise<LandmarkNet> {
  const net = await withWeights('face_landmark_68', buildNet);
  return (squares) =>
    tf.tidy(() => {
      let x = convolve(normalise(squares), net.first, { stride: 2, activation: 'relu' });
      net.blocks.forEach((layers, index) => {
        if (index > 0) x = convolveSeparably(x, net.halvings[index - 1]!, { stride: 2, activation: 'relu' });
        let sum = x;
        for (const layer of layers) sum = tf.add(sum, convolveSeparably(tf.relu(sum), layer));
        x = tf.relu(sum);
      });
      const features = tf.reshape(tf.avgPool(x, 7, 2, 'valid'), [squares.shape[0], -1]);
      return tf.add(tf.matMul(features, net.output.weights), net.output.bias);
    });
}

type SeparableLayer = { readonly depthwise: tf.Tensor4D; readonly pointwise: Layer };

const convolveSeparably = (
  x: tf.Tensor4D,
  { depthwise, pointwise }: SeparableLayer,
  { stride = 1, activation = 'linear' as 'linear' | 'relu' } = {},
): tf.Tensor4D =>
  convolve(convolveEachChannel(x, { filter: depthwise }, { stride }), pointwise, { activation });

function buildNet(weights: Weights) {
  const separable = (name: string): SeparableLayer => ({
    depthwise: weights(`${name}/depthwise_filter`),
    pointwise: { filter: weights(`${name}/pointwise_filter`), bias: weights(`${name}/bias`) },
  });
  const first: Layer = { filter: weights('dense0/conv0/filters'), bias: weights('dense0/conv0/bias') };
  return {
    first,
    halvings: ['dense1', 'dense2', 'dense3'].map((block) => separable(`${block}/conv0`)),
    blocks: ['dense0', 'dense1', 'dense2', 'dense3'].map((block) =>
      ['conv1', 'conv2', 'conv3'].map((layer) => separable(`${block}/${layer}`)),
    ),
    output: { weights: weights<tf.Rank.R2>('fc/weights'), bias: weights<tf.Rank.R1>('fc/bias') },
  };
}
