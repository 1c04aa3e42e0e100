import { JSONPath } from 'jsonpath-plus';
import { isObject, type JsonValue, numberIn } from '../json-value.ts';

/**
 * What `path` (`$.photo.key`) points to in `document`.
 *
 * A definite path, one that can name a single place only, gives undefined where nothing is there. A path with
 * a wildcard, slice, filter or `..` gives a list of what it found, empty when that is nothing, also when the way
 * to it is missing: `$.faces[*]` is [] without `faces`.
 *
 * Definite steps are walked here, because jsonpath-plus reads letters and lengths of strings like fields,
 * knows no index from the end and takes no bare number or null as a document.
 */
export function readPath(path: string, document: JsonValue): JsonValue | undefined {
  const { steps, rest } = definiteSteps(path);
  const found = steps.reduce<JsonValue | undefined>(takeStep, document);
  if (rest === '') return found;
  if (!isObject(found) && !Array.isArray(found)) return [];
  // A filter compares numbers, which exact ones are not to the library.
  const json = rest.includes('?') ? withPlainNumbers(found) : found;
  return JSONPath({ path: `$${rest}`, json: json as object, eval: 'safe', ignoreEvalErrors: true });
}

/** The definite steps of a path that finds nothing, and the index of the one that leads nowhere. */
export function findStep(path: string, document: JsonValue) {
  const { steps } = definiteSteps(path);
  const missing = steps.findIndex(
    (_, index) => steps.slice(0, index + 1).reduce<JsonValue | undefined>(takeStep, document) === undefined,
  );
  return { steps, missing };
}

/** The path's definite steps, field names and indices (from the end when negative), and the rest of it. */
export function definiteSteps(path: string): { steps: (string | number)[]; rest: string } {
  const steps: (string | number)[] = [];
  let position = 1;
  for (;;) {
    step.lastIndex = position;
    const [found, name, index, single, double] = step.exec(path) ?? [];
    if (found === undefined) return { steps, rest: path.slice(position) };
    position += found.length;
    steps.push(index === undefined ? (name ?? single ?? double!) : Number(index));
  }
}

/** `.name`, `[3]`, `['name']` or `["name"]`. A backslash keeps a quote from ending the name, and is part of it, as on AWS. */
const step = /\.([^.[\]()*?@,:'"\s]+)|\[(-?\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;

function withPlainNumbers(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  if (!isObject(value)) return numberIn(value) ?? value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withPlainNumbers(inner)]));
}

function takeStep(value: JsonValue | undefined, step: string | number): JsonValue | undefined {
  if (typeof step === 'number') return Array.isArray(value) ? value.at(step) : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
