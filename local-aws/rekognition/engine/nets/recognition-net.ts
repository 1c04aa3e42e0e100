import { combineMeans, convolve, faceColours, type Layer, normalise, scaleMaps } from './layers.ts';
import { type Net, OnnxGraph, startNet, type Value } from './onnx-graph.ts';
import { readWeights, type Weights } from './weights.ts';

/** The side in pixels of the chips it looks at. */
export const recognitionSide = 150;

const blocks = [
  ...['conv32_1', 'conv32_2', 'conv32_3'],
  ...['conv64_down', 'conv64_1', 'conv64_2', 'conv64_3'],
  ...['conv128_down', 'conv128_1', 'conv128_2'],
  ...['conv256_down', 'conv256_1', 'conv256_2', 'conv256_down_out'],
];

/**
 * Loads the net that describes faces: dlib's residual net of 29 layers.
 * For chips of RGB from 0 to 255: 128 numbers each, not normalised.
 */
export async function loadRecognitionNet(): Promise<Net> {
  const weights = await readWeights('face_recognition');
  const graph = new OnnxGraph();
  const chips = graph.input('chips', ['count', 3, recognitionSide, recognitionSide]);
  const first = scaledLayer(weights, 'conv32_down');
  let x = convolve(graph, normalise(graph, chips, faceColours), first, {
    stride: 2,
    pad: 'valid',
    activation: 'relu',
  });
  x = graph.apply('MaxPool', [x], { kernel_shape: [3, 3], strides: [2, 2] });
  let side = 35;
  for (const name of blocks) {
    const halves = name.includes('down');
    const [inner, outer] = [scaledLayer(weights, `${name}/conv1`), scaledLayer(weights, `${name}/conv2`)];
    const within = convolve(graph, x, inner, {
      ...(halves && { stride: 2, pad: 'valid' }),
      activation: 'relu',
    });
    const past = halves ? graph.apply('AveragePool', [x], { kernel_shape: [2, 2], strides: [2, 2] }) : x;
    const [, , mapsBefore, maps] = inner.filter.shape;
    const sum = graph.apply('Add', [
      fill(graph, past, { maps: maps! - mapsBefore! }),
      // Of an even side the convolution leaves a row and a column less than half.
      fill(graph, convolve(graph, within, outer), { rows: halves && side % 2 === 0 ? 1 : 0 }),
    ]);
    x = graph.apply('Relu', [sum]);
    if (halves) side = Math.floor(side / 2);
  }
  return startNet(graph, [combineMeans(graph, x, weights('fc'))]);
}

/** Adds maps of zeros, and rows and columns of zeros below and to the right. */
function fill(graph: OnnxGraph, x: Value, { maps = 0, rows = 0 }): Value {
  if (maps === 0 && rows === 0) return x;
  const before = [0, 0, 0, 0];
  const after = [0, maps, rows, rows];
  const pads = BigInt64Array.from([...before, ...after], BigInt);
  return graph.apply('Pad', [x, graph.constant({ shape: [pads.length], values: pads })]);
}

/** Its scaling becomes part of the filter: (x·f + b)·k + c = x·(f·k) + (b·k + c). */
function scaledLayer(weights: Weights, name: string): Layer {
  const factors = weights(`${name}/scale/weights`).values;
  const bias = weights(`${name}/conv/bias`).values;
  const added = weights(`${name}/scale/biases`).values;
  return {
    filter: scaleMaps(weights(`${name}/conv/filters`), factors),
    bias: { shape: [factors.length], values: bias.map((value, at) => value * factors[at]! + added[at]!) },
  };
}
