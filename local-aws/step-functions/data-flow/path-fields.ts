import { type JsonValue, numberIn } from '../json-value.ts';
import { EvaluationError, evaluate, type Readable } from './expression.ts';
import { findStep } from './json-path.ts';

/** What the fields of a state that hold a path point to, and AWS's sentence for each way in which they can miss. */

/** Of InputPath, OutputPath, TimeoutSecondsPath and the paths of a Map's numbers. */
export function requirePath(path: string, readable: Readable): JsonValue {
  const value = evaluate(path, readable);
  if (value !== undefined) return value;
  throw new EvaluationError(`Invalid path '${path}' : ${whatIsMissing(path, readable)}`);
}

/** Of a template's `field.$`, ErrorPath and CausePath. */
export function requireFor(field: string, expression: string, readable: Readable): JsonValue {
  const value = evaluate(expression, readable);
  if (value !== undefined) return value;
  const searched = expression.startsWith('$$') ? readable.context : readable.input;
  throw new EvaluationError(
    `The JSONPath '${expression}' specified for the field '${field}' could not be found in the input ` +
      `'${JSON.stringify(searched)}'`,
  );
}

/** Of SecondsPath and TimestampPath. */
export function requireParameter(field: string, path: string, readable: Readable): JsonValue {
  const value = evaluate(path, readable);
  if (value !== undefined) return value;
  throw new EvaluationError(`The ${field} parameter does not reference an input value: ${path}`);
}

/** Seconds from `least` on, of a path whose value is there already. */
export function secondsIn(field: string, path: string, value: JsonValue, least: 0 | 1 = 0): number {
  const fails = (how: string) =>
    new EvaluationError(`The ${field} parameter ${how}: ${path} == ${printed(value)}`);
  if (!isLong(value)) throw fails('cannot be parsed as a long value');
  if (Number(value) < 0) throw fails('references a negative value');
  if (Number(value) < least) throw fails('references no positive value');
  return Number(value);
}

/** A Map's number: of MaxConcurrencyPath or ToleratedFailureCountPath. */
export function countAt(field: string, path: string, readable: Readable): number {
  const value = requirePath(path, readable);
  if (!isLong(value)) {
    throw new EvaluationError(
      `The ${field} field refers to value "${printed(value)}" which is not a valid integer: ${path}`,
    );
  }
  if (Number(value) < 0) throw new EvaluationError(`${field.replace(/Path$/, '')} cannot be negative.`);
  return Number(value);
}

/** Written as an integer: 1.0 is none. */
const isLong = (value: JsonValue) => numberIn(value) !== undefined && /^-?\d+$/.test(printed(value));

export const printed = (value: JsonValue) => (typeof value === 'string' ? value : JSON.stringify(value));

/** A step on the way is told apart from the last one. */
function whatIsMissing(path: string, { input, context }: Readable): string {
  const inContext = path.startsWith('$$');
  const { steps, missing } = findStep(inContext ? path.slice(1) : path, inContext ? context : input);
  return missing < steps.length - 1
    ? `Missing property in path ${bracketed(steps.slice(0, missing + 1))}`
    : `No results for path: ${bracketed(steps)}`;
}

/** `$['photo']['key']`, as AWS writes a path back. */
const bracketed = (steps: readonly (string | number)[]) =>
  `$${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `['${step}']`)).join('')}`;
