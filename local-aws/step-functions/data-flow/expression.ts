import type { JsonObject, JsonValue } from '../json-value.ts';
import { type Argument, type IntrinsicCall, parseIntrinsicCall } from './intrinsic-call.ts';
import { format, intrinsicFunctions, text } from './intrinsic-functions.ts';
import { readPath } from './json-path.ts';

/** What an expression can read: `$` and `$$`. */
export interface Readable {
  readonly input: JsonValue;
  readonly context: JsonObject;
}

/**
 * The value of a path (`$.a`), a context path (`$$.Execution.Id`) or an intrinsic call (`States.UUID()`);
 * undefined for a definite path that finds nothing.
 */
export function evaluate(expression: string, readable: Readable): JsonValue | undefined {
  if (expression.startsWith('$')) return follow(expression, readable);
  return callIntrinsic(parseIntrinsicCall(expression), expression, (path) => follow(path, readable));
}

function follow(path: string, { input, context }: Readable): JsonValue | undefined {
  return path.startsWith('$$') ? readPath(path.slice(1), context) : readPath(path, input);
}

/** Throws an EvaluationError, States.IntrinsicFailure, that quotes the `expression`. */
function callIntrinsic(call: IntrinsicCall, expression: string, follow: Follow): JsonValue {
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

/**
 * Thrown when a state's data does not fit what its definition asks of it; the message is AWS's sentence
 * without the state. `error` is the name a Catch could match.
 */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly error: 'States.Runtime' | 'States.IntrinsicFailure' | 'States.ReferencePathConflict';

  constructor(message: string, error: EvaluationError['error'] = 'States.Runtime') {
    super(message);
    this.error = error;
  }
}
