import type { JsonValue } from '../json-value.ts';

/** Each takes one argument of an intrinsic function and gives it back as what it must be, or throws. */

export function array(value: JsonValue | undefined): JsonValue[] {
  if (!Array.isArray(value)) throw expected('an array', value);
  return value;
}

export function text(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw expected('a string', value);
  return value;
}

/** Numbers are rounded to the nearest integer, as AWS does. */
export function integer(value: JsonValue | undefined): number {
  if (typeof value !== 'number') throw expected('a number', value);
  return Math.round(value);
}

export function expected(what: string, value: JsonValue | undefined): Error {
  return new Error(`Expected ${what}, got ${value === undefined ? 'nothing' : JSON.stringify(value)}`);
}
