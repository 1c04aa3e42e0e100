import type { JsonValue } from '../json-value.ts';
import { text } from './arguments.ts';
import { arrayFunctions } from './array-functions.ts';
import { EvaluationError } from './evaluation-error.ts';
import type { Argument, IntrinsicCall } from './intrinsic-call.ts';
import { format, textFunctions } from './text-functions.ts';
import { valueFunctions } from './value-functions.ts';

/** Throws what is wrong with its arguments, as a sentence. */
export type IntrinsicFunction = (...given: JsonValue[]) => JsonValue;

export const intrinsicFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  ...arrayFunctions,
  ...textFunctions,
  ...valueFunctions,
};

/** Throws an EvaluationError, States.IntrinsicFailure, that quotes the `expression`. */
export function callIntrinsic(
  call: IntrinsicCall,
  expression: string,
  follow: (path: string) => JsonValue | undefined,
): JsonValue {
  try {
    return callFunction(call, follow);
  } catch (error) {
    throw new EvaluationError(
      `The function '${expression}' had the following error: ${(error as Error).message}`,
      'States.IntrinsicFailure',
    );
  }
}

type Follow = (path: string) => JsonValue | undefined;

function callFunction(call: IntrinsicCall, follow: Follow): JsonValue {
  const given = call.arguments.map((argument) => argumentValue(argument, follow));
  if (call.name === 'States.Format') {
    const [template] = call.arguments;
    const between = template?.kind === 'text' ? template.between : text(given[0]).split('{}');
    return format(between, given.slice(1));
  }
  const run = intrinsicFunctions[call.name];
  if (!run) throw new Error(`Expected an intrinsic function, got ${call.name}`);
  return run(...given);
}

function argumentValue(argument: Argument, follow: Follow): JsonValue {
  if (argument.kind === 'call') return callFunction(argument.call, follow);
  if (argument.kind !== 'path') return argument.value;
  const value = follow(argument.path);
  if (value === undefined) throw new Error(`The JSONPath '${argument.path}' could not be found in the input`);
  return value;
}
