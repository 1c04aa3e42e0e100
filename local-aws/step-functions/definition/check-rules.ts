import { ruleFields } from '../data-flow/choice-rule.ts';
import { isObject, type JsonObject, type JsonValue } from '../json-value.ts';
import { ruleOperators } from './supported-fields.ts';

/** A rule of a Choice state: one of And, Or and Not, or a Variable with exactly one comparison. */
export function* findBadRule(name: string, rule: JsonValue): Generator<string> {
  if (!isObject(rule)) return;
  const inner = [rule.And, rule.Or].filter(Array.isArray).flat();
  for (const part of rule.Not === undefined ? inner : [...inner, rule.Not]) yield* findBadRule(name, part);
  const operators = Object.keys(rule).filter((field) => !ruleFields.has(field));
  const known = operators.every((operator) => [...ruleOperators, 'And', 'Or', 'Not'].includes(operator));
  if (operators.length !== 1 || !known) {
    yield `${name}: expected one comparison operator in a rule, got ${operators.join(', ') || 'none'}`;
  } else if (ruleOperators.includes(operators[0]!) && !hasVariable(rule)) {
    yield `${name}: expected a path as Variable, got ${rule.Variable}`;
  }
}

const hasVariable = ({ Variable }: JsonObject) => typeof Variable === 'string' && Variable.startsWith('$');
