import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import protobuf from 'protobufjs';
import type { NumberArray } from './weights.ts';

/** The part of ONNX's file format that the nets need. */
const modelFile = protobuf
  .parse(`
    syntax = "proto2";
    message ModelProto {
      optional int64 ir_version = 1;
      optional GraphProto graph = 7;
      repeated OperatorSetIdProto opset_import = 8;
    }
    message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
    message GraphProto {
      repeated NodeProto node = 1;
      optional string name = 2;
      repeated TensorProto initializer = 5;
      repeated ValueInfoProto input = 11;
      repeated ValueInfoProto output = 12;
    }
    message NodeProto {
      repeated string input = 1;
      repeated string output = 2;
      optional string op_type = 4;
      repeated AttributeProto attribute = 5;
    }
    message AttributeProto {
      optional string name = 1;
      optional int64 i = 3;
      optional bytes s = 4;
      repeated int64 ints = 8;
      optional int32 type = 20;
    }
    message TensorProto {
      repeated int64 dims = 1;
      optional int32 data_type = 2;
      optional string name = 8;
      optional bytes raw_data = 9;
    }
    message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; }
    message TypeProto { optional Tensor tensor_type = 1;
      message Tensor { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
    }
    message TensorShapeProto { repeated Dimension dim = 1;
      message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
    }`)
  .root.lookupType('ModelProto');

const fileVersion = 8;
const operatorsVersion = 17;
const elementTypes = { float32: 1, int64: 7 };
const attributeTypes = { int: 2, string: 3, ints: 7 };

/** The name of a value that a graph takes or makes. */
export type Value = string;

type Attribute = number | string | readonly number[];

/** Lengths of the axes; a name stands for a length that differs from run to run. */
type Shape = readonly (number | string)[];

/** A net as an ONNX graph, written down operation by operation; operators and attributes are ONNX's. */
export class OnnxGraph {
  readonly #nodes: object[] = [];
  readonly #constants: object[] = [];
  readonly #inputs: object[] = [];

  input(name: string, shape: Shape): Value {
    this.#inputs.push(describeValue(name, shape));
    return name;
  }

  constant({ shape, values }: NumberArray | { shape: readonly number[]; values: BigInt64Array }): Value {
    const name = `constant${this.#constants.length}`;
    this.#constants.push({
      name,
      dims: shape,
      dataType: values instanceof Float32Array ? elementTypes.float32 : elementTypes.int64,
      rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    });
    return name;
  }

  apply(operator: string, inputs: readonly Value[], attributes: Record<string, Attribute> = {}): Value {
    const name = `${operator}${this.#nodes.length}`;
    const attribute = Object.entries(attributes).map(([key, value]) => describeAttribute(key, value));
    this.#nodes.push({ opType: operator, input: inputs, output: [name], attribute });
    return name;
  }

  /** The bytes of an ONNX file. */
  encode(outputs: readonly Value[]): Uint8Array {
    const graph = {
      name: 'net',
      node: this.#nodes,
      initializer: this.#constants,
      input: this.#inputs,
      output: outputs.map((name) => describeValue(name)),
    };
    return modelFile
      .encode({ irVersion: fileVersion, graph, opsetImport: [{ domain: '', version: operatorsVersion }] })
      .finish();
  }
}

function describeValue(name: Value, shape?: Shape) {
  const dim = shape?.map((length) =>
    typeof length === 'number' ? { dimValue: length } : { dimParam: length },
  );
  return { name, type: { tensorType: { elemType: elementTypes.float32, shape: dim && { dim } } } };
}

function describeAttribute(name: string, value: Attribute) {
  if (typeof value === 'number') return { name, i: value, type: attributeTypes.int };
  if (typeof value === 'string')
    return { name, s: new TextEncoder().encode(value), type: attributeTypes.string };
  return { name, ints: value, type: attributeTypes.ints };
}

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
