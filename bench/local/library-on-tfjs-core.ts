/**
 * The face library wants @tensorflow/tfjs, 350 MB of it. It gets along with its core and a few methods more:
 * import this before the library.
 */
import { registerHooks } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === '@tensorflow/tfjs' ? '@tensorflow/tfjs-core' : specifier, context),
});

/** The operations that the library calls as methods of a tensor; the core does not have them there. */
const chainedMethods = {
  as1D: (tensor: tf.Tensor) => tf.reshape(tensor, [tensor.size]),
  as2D: (tensor: tf.Tensor, ...shape: [number, number]) => tf.reshape(tensor, shape),
  as3D: (tensor: tf.Tensor, ...shape: [number, number, number]) => tf.reshape(tensor, shape),
  as4D: (tensor: tf.Tensor, ...shape: [number, number, number, number]) => tf.reshape(tensor, shape),
  div: tf.div,
  mean: tf.mean,
  mul: tf.mul,
  sub: tf.sub,
  toFloat: (tensor: tf.Tensor) => tf.cast(tensor, 'float32'),
};

for (const [name, operation] of Object.entries<(...operands: never[]) => tf.Tensor>(chainedMethods)) {
  Object.defineProperty(tf.Tensor.prototype, name, {
    configurable: true,
    value(this: tf.Tensor, ...operands: never[]) {
      return operation(...([this, ...operands] as never[]));
    },
  });
}
