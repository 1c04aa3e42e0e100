import { JSONPath } from 'jsonpath-plus';
import { isObject, type JsonValue } from '../json-value.ts';

/**
 * What `path` (`$.photo.key`) points to in `document`.
 *
 * A definite path, one that can name a single place only, gives undefined where nothing is there. A path with
 * a wildcard, slice, filter or `..` gives a list of what it found, empty when that is nothing; but the definite
 * steps before that must lead somewhere: `$.faces[*]` is undefined without `faces`.
 *
 * Definite steps are walked here, because jsonpath-plus reads letters and lengths of strings like fields,
 * knows no index from the end and takes no bare number or null as a document.
 */
export function readPath(path: string, document: JsonValue): JsonValue | undefined {
  const { steps, rest } = definiteSteps(path);
  const found = steps.reduce<JsonValue | undefined>(takeStep, document);
  if (rest === '' || found === undefined) return found;
  if (typeof found !== 'object' || found === null) return [];
  return JSONPath({ path: `$${rest}`, json: found, eval: 'safe', ignoreEvalErrors: true });
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
    steps.push(index === undefined ? withoutBackslashes(name ?? single ?? double!) : Number(index));
  }
}

/** `.name`, `[3]`, `['name']` or `["name"]`. */
const step = /\.([^.[\]()*?@,:'"\s]+)|\[(-?\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;

const withoutBackslashes = (name: string) => name.replace(/\\(.)/g, '$1');

function takeStep(value: JsonValue | undefined, step: string | number): JsonValue | undefined {
  if (typeof step === 'number') return Array.isArray(value) ? value.at(step) : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
