import type { JsonValue } from '../json-value.ts';
import { matchesWildcards } from './string-matches.ts';
import { parseTimestamp } from './timestamp.ts';

/** The comparison operators of a Choice rule, without IsPresent; each has a form ending in `Path` as well. */
export function compare(operator: string, value: JsonValue, operand: JsonValue): boolean {
  const test = typeTests[operator];
  if (test) return test(value) === operand;
  if (operator === 'StringMatches') {
    return typeof value === 'string' && matchesWildcards(value, String(operand));
  }
  const [, type, relation] = /^(String|Numeric|Timestamp|Boolean)(.+)$/.exec(operator)!;
  const [left, right] = [readers[type!]!(value), readers[type!]!(operand)];
  return left !== undefined && right !== undefined && relations[relation!]!(left, right);
}

type Comparable = string | number | boolean;

const typeTests: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  IsNull: (value) => value === null,
  IsNumeric: (value) => typeof value === 'number',
  IsString: (value) => typeof value === 'string',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => parseTimestamp(value) !== undefined,
};

/** A value of another type than the operator's gives undefined: then the rule does not hold. */
const readers: Readonly<Record<string, (value: JsonValue) => Comparable | undefined>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Timestamp: parseTimestamp,
};

const relations: Readonly<Record<string, (left: Comparable, right: Comparable) => boolean>> = {
  Equals: (left, right) => left === right,
  LessThan: (left, right) => left < right,
  GreaterThan: (left, right) => left > right,
  LessThanEquals: (left, right) => left <= right,
  GreaterThanEquals: (left, right) => left >= right,
};
