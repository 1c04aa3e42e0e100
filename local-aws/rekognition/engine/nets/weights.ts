import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Where the face library lies: `model/` has its weights, `demo/` six group photos. */
export const faceLibrary = path.dirname(
  createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'),
);

/** Numbers in as many axes as `shape` has lengths; the last varies fastest. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A net's weights by the names they have in the face library's files. */
export type Weights = (name: string) => NumberArray;

/** As a manifest of TensorFlow.js says it: numbers of one byte stand for `min + byte × scale`. */
interface Specification {
  readonly name: string;
  readonly shape: readonly number[];
  readonly quantization?: { readonly scale: number; readonly min: number };
}

/** Reads the weights of the face library's model of that name. */
export async function readWeights(model: string): Promise<Weights> {
  const folder = path.join(faceLibrary, 'model');
  const [file, manifest] = await Promise.all([
    readFile(path.join(folder, `${model}_model.bin`)),
    readFile(path.join(folder, `${model}_model-weights_manifest.json`), 'utf8'),
  ]);
  const arrays = new Map<string, NumberArray>();
  let at = 0;
  for (const { name, shape, quantization } of JSON.parse(manifest)[0].weights as Specification[]) {
    const count = shape.reduce((product, length) => product * length, 1);
    const end = at + count * (quantization ? 1 : 4);
    const bytes = Uint8Array.from(file.subarray(at, end));
    arrays.set(name, {
      shape,
      values: quantization ? dequantise(bytes, quantization) : new Float32Array(bytes.buffer),
    });
    at = end;
  }
  if (at !== file.length) throw new Error(`Expected ${at} bytes of weights in ${model}, got ${file.length}`);
  return (name) => {
    const array = arrays.get(name);
    if (!array) throw new Error(`Expected weights named ${name} in ${model}`);
    return array;
  };
}

function dequantise(bytes: Uint8Array, { min, scale }: { min: number; scale: number }): Float32Array {
  const values = new Float32Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) values[at] = min + bytes[at]! * scale;
  return values;
}
