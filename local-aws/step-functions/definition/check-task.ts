import { isObject, type JsonObject } from '../json-value.ts';
import { invokeFields } from './supported-fields.ts';
import { unknownFields } from './unknown-fields.ts';

/** Step Functions' own integration with Lambda, whose result wraps the function's. */
export const lambdaInvoke = 'arn:aws:states:::lambda:invoke';

const functionArn = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;

export function* findBadTask(name: string, { Resource, Parameters }: JsonObject): Generator<string> {
  if (Resource === lambdaInvoke) {
    if (isObject(Parameters)) yield* unknownFields(`${name}: Parameters`, Parameters, invokeFields);
    const named = isObject(Parameters) && ('FunctionName' in Parameters || 'FunctionName.$' in Parameters);
    if (!named) yield `${name}: expected a FunctionName in Parameters, got none`;
  } else if (!functionArn.test(String(Resource))) {
    yield `${name}: expected the ARN of a Lambda function or ${lambdaInvoke} as Resource, got ${Resource}`;
  }
}
