import type { JsonValue } from '../json-value.ts';
import { EvaluationError } from './evaluation-error.ts';
import { evaluate, type Readable } from './expression.ts';

/** InputPath or OutputPath: the part of the data that goes on; all of it when absent, nothing (`{}`) when null. */
export function takePath(path: string | null | undefined, readable: Readable): JsonValue {
  if (path === undefined) return readable.input;
  if (path === null) return {};
  return requirePath(path, readable);
}

export function requirePath(path: string, readable: Readable): JsonValue {
  const value = evaluate(path, readable);
  if (value !== undefined) return value;
  throw new EvaluationError(`Invalid path '${path}' : No results for path: ${bracketed(path)}`);
}

/** `$['photo']['key']`, as AWS writes a path back. */
const bracketed = (path: string) => path.replace(/\.([^.[]+)/g, "['$1']");
