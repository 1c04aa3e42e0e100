import type { OnnxGraph, Value } from './onnx-graph.ts';
import type { NumberArray } from './weights.ts';

/** What a layer of convolution is made of. The filter's axes: rows, columns, maps in, maps out. */
export interface Layer {
  readonly filter: NumberArray;
  /** Added to each map it makes. */
  readonly bias?: NumberArray | undefined;
}

type Activation = 'linear' | 'relu' | 'relu6';

interface LayerOptions {
  readonly stride?: number;
  /** `same`: as many pixels come out as go in, or as many as the stride leaves. */
  readonly pad?: 'same' | 'valid';
  readonly activation?: Activation;
  /** So many parts that the maps fall into, each made from its like only. */
  readonly group?: number;
}

const paddings = { same: 'SAME_UPPER', valid: 'VALID' };

export function convolve(
  graph: OnnxGraph,
  x: Value,
  { filter, bias }: Layer,
  { stride = 1, pad = 'same', activation = 'linear', group = 1 }: LayerOptions = {},
): Value {
  const inputs = [x, graph.constant(mapsFirst(filter)), ...(bias ? [graph.constant(bias)] : [])];
  const made = graph.apply('Conv', inputs, { strides: [stride, stride], auto_pad: paddings[pad], group });
  return activate(graph, made, activation);
}

/** The same, with one filter for each map; the filter's axes: rows, columns, maps, 1. */
export function convolveEachMap(
  graph: OnnxGraph,
  x: Value,
  { filter: { shape, values }, bias }: Layer,
  options: Omit<LayerOptions, 'group'> = {},
): Value {
  const [rows, columns, maps] = shape as [number, number, number, number];
  return convolve(
    graph,
    x,
    { filter: { shape: [rows, columns, 1, maps], values }, bias },
    { ...options, group: maps },
  );
}

function activate(graph: OnnxGraph, x: Value, activation: Activation): Value {
  if (activation === 'linear') return x;
  if (activation === 'relu') return graph.apply('Relu', [x]);
  return graph.apply('Clip', [x, scalar(graph, 0), scalar(graph, 6)]);
}

const scalar = (graph: OnnxGraph, value: number) =>
  graph.constant({ shape: [], values: Float32Array.of(value) });

/** For pictures of RGB from 0 to 255: (x − subtrahend) / divisor, the subtrahend for each colour. */
export function normalise(
  graph: OnnxGraph,
  pictures: Value,
  { subtrahend, divisor }: { subtrahend: readonly number[]; divisor: number },
): Value {
  const means = graph.constant({ shape: [1, 3, 1, 1], values: Float32Array.from(subtrahend) });
  return graph.apply('Div', [graph.apply('Sub', [pictures, means]), scalar(graph, divisor)]);
}

/** The mean colour of the pictures that the landmark and the recognition net were trained on. */
export const faceColours = { subtrahend: [122.782, 117.001, 104.298], divisor: 255 };

/** A full layer over the means of each map. */
export function combineMeans(graph: OnnxGraph, maps: Value, weights: NumberArray, bias?: NumberArray): Value {
  const means = graph.apply('Flatten', [graph.apply('GlobalAveragePool', [maps])]);
  const inputs = [means, graph.constant(weights), ...(bias ? [graph.constant(bias)] : [])];
  return graph.apply('Gemm', inputs);
}

/** Multiplies what the last axis counts, maps most often, each by its factor. */
export const scaleMaps = ({ shape, values }: NumberArray, factors: Float32Array): NumberArray => ({
  shape,
  values: values.map((value, at) => value * factors[at % factors.length]!),
});

/** As ONNX wants it: the axes maps out, maps in, rows, columns. */
function mapsFirst({ shape, values }: NumberArray): NumberArray {
  const [rows, columns, mapsIn, mapsOut] = shape as [number, number, number, number];
  const places = rows * columns;
  const turned = new Float32Array(values.length);
  let at = 0;
  for (let out = 0; out < mapsOut; out++) {
    for (let into = 0; into < mapsIn; into++) {
      for (let place = 0; place < places; place++) {
        turned[at++] = values[(place * mapsIn + into) * mapsOut + out]!;
      }
    }
  }
  return { shape: [mapsOut, mapsIn, rows, columns], values: turned };
}
