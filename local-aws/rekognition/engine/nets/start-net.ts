import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { OnnxGraph, Value } from './onnx-graph.ts';
import type { NumberArray } from './weights.ts';

// It warns of graphics cards that it looks for and does not find.
env.logLevel = 'error';

/** Runs a net; one output for each that it was started with, in their order. */
export type Net = (input: NumberArray) => Promise<NumberArray[]>;

/** One thread: pictures go side by side through the processes of the engine. */
const options: InferenceSession.SessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1 };

/** Starts a net of one input in ONNX Runtime. */
export async function startNet(graph: OnnxGraph, outputs: readonly Value[]): Promise<Net> {
  const session = await InferenceSession.create(graph.encode(outputs), options);
  const [input] = session.inputNames;
  return async ({ shape, values }) => {
    const results = await session.run({ [input!]: new Tensor('float32', values, shape) });
    return outputs.map((name) => {
      const { dims, data } = results[name]!;
      return { shape: dims, values: data as Float32Array };
    });
  };
}
