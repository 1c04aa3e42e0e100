import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { folderOf } from './package-folder.ts';

/** A net's weights by the names they have in the face library's files. */
export type Weights = <Rank extends tf.Rank>(name: string) => tf.Tensor<Rank>;

/** Builds a net from the weights of the face library's model of that name; what it does not keep is freed. */
export async function withWeights<Net extends tf.TensorContainer>(
  model: string,
  build: (weights: Weights) => Net,
): Promise<Net> {
  const folder = path.join(folderOf('@vladmandic/face-api'), 'model');
  const [bytes, manifest] = await Promise.all([
    readFile(path.join(folder, `${model}_model.bin`)),
    readFile(path.join(folder, `${model}_model-weights_manifest.json`), 'utf8'),
  ]);
  const [{ weights: specifications }] = JSON.parse(manifest);
  return tf.tidy(() => {
    const tensors = tf.io.decodeWeights(new Uint8Array(bytes).buffer, specifications);
    return build(<Rank extends tf.Rank>(name: string) => {
      const tensor = tensors[name];
      if (!tensor) throw new Error(`Expected weights named ${name} in ${model}`);
      return tensor as tf.Tensor<Rank>;
    });
  });
}
