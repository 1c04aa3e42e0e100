import { describe, expect, test } from 'vitest';
import { holds } from '../../../local-aws/step-functions/data-flow/choice-rule.ts';
import type { ChoiceRule } from '../../../local-aws/step-functions/definition/states-language.ts';

const input = {
  text: 'party.jpg',
  other: 'party.jpg',
  number: 3,
  yes: true,
  nothing: null,
  early: '2026-01-01T00:00:00Z',
  same: '2026-01-01T01:00:00+01:00',
  late: '2026-02-28T00:00:00.5Z',
};
const rule = (fields: ChoiceRule) => holds(fields, { input, context: { State: { Name: 'Here' } } });

describe('a rule of a Choice state holds', () => {
  test.each<ChoiceRule>([
    { Variable: '$.text', StringEquals: 'party.jpg' },
    { Variable: '$.text', StringEqualsPath: '$.other' },
    { Variable: '$.text', StringLessThan: 'q' },
    { Variable: '$.text', StringGreaterThanEquals: 'party.jpg' },
    { Variable: '$.text', StringMatches: 'par*.j*g' },
    { Variable: '$.number', NumericEquals: 3 },
    { Variable: '$.number', NumericLessThanEqualsPath: '$.number' },
    { Variable: '$.yes', BooleanEquals: true },
    { Variable: '$.early', TimestampEqualsPath: '$.same' },
    { Variable: '$.early', TimestampLessThan: '2026-01-01T00:00:00.001Z' },
    { Variable: '$.late', TimestampGreaterThanPath: '$.early' },
    { Variable: '$.nothing', IsNull: true },
    { Variable: '$.nothing', IsPresent: true },
    { Variable: '$.missing', IsPresent: false },
    { Variable: '$.number', IsNumeric: true },
    { Variable: '$.number', IsString: false },
    { Variable: '$.yes', IsBoolean: true },
    { Variable: '$.early', IsTimestamp: true },
    { Variable: '$$.State.Name', StringEquals: 'Here' },
    {
      And: [
        { Variable: '$.yes', BooleanEquals: true },
        { Variable: '$.number', NumericEquals: 3 },
      ],
    },
    {
      Or: [
        { Variable: '$.yes', BooleanEquals: false },
        { Variable: '$.number', NumericEquals: 3 },
      ],
    },
    { Not: { Variable: '$.yes', BooleanEquals: false } },
  ])('%o', (fields) => expect(rule(fields)).toBe(true));
});

describe('a rule of a Choice state does not hold', () => {
  test.each<ChoiceRule>([
    { Variable: '$.number', StringEquals: '3' },
    { Variable: '$.text', NumericGreaterThan: 0 },
    { Variable: '$.nothing', BooleanEquals: false },
    { Variable: '$.text', TimestampEquals: '2026-01-01T00:00:00Z' },
    { Variable: '$.missing', IsPresent: true },
    { Variable: '$.text', StringMatches: 'party' },
    {
      And: [
        { Variable: '$.yes', BooleanEquals: true },
        { Variable: '$.number', NumericEquals: 4 },
      ],
    },
  ])('%o', (fields) => expect(rule(fields)).toBe(false));
});

test('a variable that is missing is an error for every operator but IsPresent', () => {
  expect(() => rule({ Variable: '$.missing', IsNull: true })).toThrow(
    "Invalid path '$.missing': The choice state's condition path references an undefined value.",
  );
});

test.each([
  ['log-*.txt', 'log-1.txt', true],
  ['*', '', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b', 'ab', true],
  ['ab*ba', 'aba', false],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'a-b', false],
  ['a\\\\*', 'a\\z', true],
])('StringMatches %s against %s: %s', (pattern, text, matches) => {
  expect(holds({ Variable: '$', StringMatches: pattern }, { input: text, context: {} })).toBe(matches);
});

test.each([
  '2026-02-30T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01 00:00:00Z',
  '2026-01-01T00:00:00',
  '2026-01-01',
])('%s is no timestamp', (text) => {
  expect(holds({ Variable: '$', IsTimestamp: true }, { input: text, context: {} })).toBe(false);
});
