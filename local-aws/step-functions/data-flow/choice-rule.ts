import type { ChoiceRule } from '../definition/states-language.ts';
import { type JsonValue, numberIn } from '../json-value.ts';
import { EvaluationError, evaluate, type Readable } from './expression.ts';
import { parseTimestamp } from './timestamp.ts';

/** Does the rule of a Choice state hold? */
export function holds(rule: ChoiceRule, readable: Readable): boolean {
  if (rule.And) return rule.And.every((part) => holds(part, readable));
  if (rule.Or) return rule.Or.some((part) => holds(part, readable));
  if (rule.Not) return !holds(rule.Not, readable);
  const [operator, operand] = Object.entries(rule).find(([field]) => !ruleFields.has(field))!;
  if (operator === 'IsPresent') return (evaluate(rule.Variable!, readable) !== undefined) === operand;
  const value = readVariable(rule.Variable!, readable);
  return operator.endsWith('Path')
    ? compare(operator.slice(0, -'Path'.length), value, readVariable(String(operand), readable))
    : compare(operator, value, operand as JsonValue);
}

/** What a rule has besides its comparison operator. */
export const ruleFields: ReadonlySet<string> = new Set(['Variable', 'Next', 'Comment']);

function readVariable(path: string, readable: Readable): JsonValue {
  const value = evaluate(path, readable);
  if (value !== undefined) return value;
  throw new EvaluationError(
    `Invalid path '${path}': The choice state's condition path references an undefined value.`,
  );
}

/** The comparison operators of a Choice rule, without IsPresent; each has a form ending in `Path` as well. */
function compare(operator: string, value: JsonValue, operand: JsonValue): boolean {
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
  IsNumeric: (value) => numberIn(value) !== undefined,
  IsString: (value) => typeof value === 'string',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => parseTimestamp(value) !== undefined,
};

/** A value of another type than the operator's gives undefined: then the rule does not hold. */
const readers: Readonly<Record<string, (value: JsonValue) => Comparable | undefined>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: numberIn,
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

/**
 * StringMatches: `*` stands for any number of characters, `\*` for a star and `\\` for a backslash.
 * No regular expression, because one with many `.*` can take forever.
 */
function matchesWildcards(value: string, pattern: string): boolean {
  const [start, ...rest] = literals(pattern);
  const end = rest.pop();
  if (end === undefined) return value === start;
  if (!value.startsWith(start!)) return false;
  let position = start!.length;
  for (const middle of rest) {
    const found = value.indexOf(middle, position);
    if (found < 0) return false;
    position = found + middle.length;
  }
  return value.length - end.length >= position && value.endsWith(end);
}

/** The texts between the stars. */
function literals(pattern: string): string[] {
  const texts = [''];
  for (const [token] of pattern.matchAll(/\\[*\\]|./gs)) {
    if (token === '*') texts.push('');
    else texts.push(texts.pop() + token.at(-1)!);
  }
  return texts;
}
