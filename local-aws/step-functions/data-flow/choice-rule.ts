import type { ChoiceRule } from '../definition/states-language.ts';
import type { JsonValue } from '../json-value.ts';
import { compare } from './comparison.ts';
import { EvaluationError } from './evaluation-error.ts';
import { evaluate, type Readable } from './expression.ts';

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
