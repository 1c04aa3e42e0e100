import { combineMeans, convolve, faceColours, type Layer, normalise, scaleMaps } from './layers.ts';
import { OnnxGraph, type Value } from './onnx-graph.ts';
import { type Net, startNet } from './start-net.ts';
import { readWeights, type Weights } from './weights.ts';

/** The side in pixels of the chips it looks at. */
export const recognitionSide = 150;

interface Block {
  readonly name: string;
  /** Maps it makes. */
  readonly maps: number;
  /** Its maps are half as large as those before. */
  readonly halves?: boolean;
  /** Rows and columns that its convolutions leave less than halving does. */
  readonly missing?: number;
}

const blocks: readonly Block[] = [
  { name: 'conv32_1', maps: 32 },
  { name: 'conv32_2', maps: 32 },
  { name: 'conv32_3', maps: 32 },
  { name: 'conv64_down', maps: 64, halves: true },
  { name: 'conv64_1', maps: 64 },
  { name: 'conv64_2', maps: 64 },
  { name: 'conv64_3', maps: 64 },
  { name: 'conv128_down', maps: 128, halves: true },
  { name: 'conv128_1', maps: 128 },
  { name: 'conv128_2', maps: 128 },
  { name: 'conv256_down', maps: 256, halves: true, missing: 1 },
  { name: 'conv256_1', maps: 256 },
  { name: 'conv256_2', maps: 256 },
  { name: 'conv256_down_out', maps: 256, halves: true, missing: 1 },
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
  let mapsBefore = 32;
  for (const { name, maps, halves = false, missing = 0 } of blocks) {
    const inner = convolve(graph, x, scaledLayer(weights, `${name}/conv1`), {
      ...(halves && { stride: 2, pad: 'valid' }),
      activation: 'relu',
    });
    const outer = convolve(graph, inner, scaledLayer(weights, `${name}/conv2`));
    const past = halves ? graph.apply('AveragePool', [x], { kernel_shape: [2, 2], strides: [2, 2] }) : x;
    const sum = graph.apply('Add', [
      fill(graph, past, { maps: maps - mapsBefore }),
      fill(graph, outer, { rows: missing }),
    ]);
    x = graph.apply('Relu', [sum]);
    mapsBefore = maps;
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
