import { combineMeans, convolve, convolveEachMap, faceColours, normalise } from './layers.ts';
import { type Net, OnnxGraph, startNet, type Value } from './onnx-graph.ts';
import { readWeights } from './weights.ts';

/** The side in pixels of the squares it looks at. */
export const landmarkSide = 112;

/**
 * Loads the net that finds the points of a face: four densely connected blocks, each half as large as the last.
 * For squares of RGB from 0 to 255: 68 points each, x, y, x, y …, as ratios of the square.
 */
export async function loadLandmarkNet(): Promise<Net> {
  const weights = await readWeights('face_landmark_68');
  const graph = new OnnxGraph();

  const convolveSeparably = (x: Value, name: string, { stride = 1 } = {}) =>
    convolve(graph, convolveEachMap(graph, x, { filter: weights(`${name}/depthwise_filter`) }, { stride }), {
      filter: weights(`${name}/pointwise_filter`),
      bias: weights(`${name}/bias`),
    });

  const squares = graph.input('squares', ['count', 3, landmarkSide, landmarkSide]);
  const first = { filter: weights('dense0/conv0/filters'), bias: weights('dense0/conv0/bias') };
  let x = convolve(graph, normalise(graph, squares, faceColours), first, { stride: 2, activation: 'relu' });
  for (const block of ['dense0', 'dense1', 'dense2', 'dense3']) {
    if (block !== 'dense0') {
      x = graph.apply('Relu', [convolveSeparably(x, `${block}/conv0`, { stride: 2 })]);
    }
    let sum = x;
    for (const layer of ['conv1', 'conv2', 'conv3']) {
      const added = convolveSeparably(graph.apply('Relu', [sum]), `${block}/${layer}`);
      sum = graph.apply('Add', [sum, added]);
    }
    x = graph.apply('Relu', [sum]);
  }
  return startNet(graph, [combineMeans(graph, x, weights('fc/weights'), weights('fc/bias'))]);
}
