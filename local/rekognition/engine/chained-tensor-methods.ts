import * as tf from '@tensorflow/tfjs';

/**
 * The face library calls operations as methods of a tensor. @tensorflow/tfjs registers those; its core alone,
 * which stands in for it here (see ../tfjs), does not. These are the ones the three nets call.
 */
const chainedMethods = {
  as1D: (tensor: tf.Tensor) => tf.reshape(tensor, [tensor.size]),
  as2D: (tensor: tf.Tensor, ...shape: [number, number]) => tf.reshape(tensor, shape),
  as3D: (tensor: tf.Tensor, ...shape: [number, number, number]) => tf.reshape(tensor, shape),
  as4D: (tensor: tf.Tensor, ...shape: [number, number, number, number]) => tf.reshape(tensor, shape),
  div: tf.div,
  mean: tf.mean,
  mul: tf.mul,
  sub: tf.sub,
};

for (const [name, operation] of Object.entries<(...operands: never[]) => tf.Tensor>(chainedMethods)) {
  Object.defineProperty(tf.Tensor.prototype, name, {
    configurable: true,
    value(this: tf.Tensor, ...operands: never[]) {
      return operation(...([this, ...operands] as never[]));
    },
  });
}
