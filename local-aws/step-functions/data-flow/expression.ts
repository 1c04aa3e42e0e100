import type { JsonObject, JsonValue } from '../json-value.ts';
import { callIntrinsic } from './call-intrinsic.ts';
import { parseIntrinsicCall } from './intrinsic-call.ts';
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
