import * as tf from '@tensorflow/tfjs-core';

/** Filters, and what is added to each channel they make. */
export type Layer = { readonly filter: tf.Tensor4D; readonly bias: tf.Tensor1D };

interface LayerOptions {
  readonly stride?: number;
  readonly pad?: 'same' | 'valid';
  readonly activation?: 'linear' | 'relu' | 'relu6';
}

/** Convolution, bias and activation as one operation; each by itself would read and write every value again. */
export const convolve = (
  x: tf.Tensor4D,
  { filter, bias }: Layer,
  { stride = 1, pad = 'same', activation = 'linear' }: LayerOptions = {},
): tf.Tensor4D => tf.fused.conv2d({ x, filter, bias, strides: stride, pad, activation });

/** The same, with one filter for each channel. */
export const convolveEachChannel = (
  x: tf.Tensor4D,
  { filter, bias }: Pick<Layer, 'filter'> & Partial<Layer>,
  { stride = 1, activation = 'linear' }: LayerOptions = {},
): tf.Tensor4D =>
  tf.fused.depthwiseConv2d({ x, filter, ...(bias && { bias }), strides: stride, pad: 'same', activation });

/** The mean colour of the pictures that the landmark and the recognition net were trained on. */
const meanColour = [122.782, 117.001, 104.298];

export const normalise = (squares: tf.Tensor4D): tf.Tensor4D => tf.div(tf.sub(squares, meanColour), 255);
