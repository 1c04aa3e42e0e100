import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../local-aws/step-functions/data-flow/expression.ts';
import type { JsonValue } from '../../../local-aws/step-functions/json-value.ts';

const input = { name: 'Ada', list: [1, 2, 2, 3], json: '{"a":[1]}', object: { a: 1 }, path: 'a\\b' };
const context = { Execution: { Name: 'run-1' } };
const value = (expression: string): JsonValue | undefined => evaluate(expression, { input, context });

describe('an intrinsic function', () => {
  test.each<[string, JsonValue]>([
    ["States.Format('Hello {}, {} of {}', $.name, 1, $$.Execution.Name)", 'Hello Ada, 1 of run-1'],
    ["States.Format('\\{{}\\} it\\'s \\\\ {}', true, null)", "{true} it's \\ null"],
    ["States.Format('{}', $.path)", 'a\\b'],
    [
      "States.Format('{}: {}', $.object, States.Array($.object, $.list, null))",
      '{a=1}: [{a=1}, [1, 2, 2, 3], null]',
    ],
    ["States.StringToJson('')", null],
    ["States.StringToJson(' ')", null],
    ['States.StringToJson($.json)', { a: [1] }],
    ['States.JsonToString($.object)', '{"a":1}'],
    ["States.JsonToString(States.Array($.path, 'x'))", '["a\\\\b","x"]'],
    ['States.Array()', []],
    ['States.ArrayPartition($.list, 3)', [[1, 2, 2], [3]]],
    ['States.ArrayContains($.list, 3)', true],
    ['States.ArrayContains(States.Array($.object), $.object)', true],
    ['States.ArrayRange(1, 9, 4)', [1, 5, 9]],
    ['States.ArrayRange(3, 0, -2)', [3, 1]],
    ['States.ArrayGetItem($.list, 3)', 3],
    ['States.ArrayLength($.list[?(@ > 1)])', 3],
    ['States.ArrayUnique($.list)', [1, 2, 3]],
    ["States.Base64Encode('Grüße')", 'R3LDvMOfZQ=='],
    ["States.Base64Decode('R3LDvMOfZQ==')", 'Grüße'],
    ["States.Hash('abc', 'SHA-1')", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ["States.Hash('abc', 'MD5')", '900150983cd24fb0d6963f7d28e17f72'],
    ['States.JsonMerge($.object, States.StringToJson(\'{"b":2}\'), false)', { a: 1, b: 2 }],
    ['States.MathAdd(2, -5)', -3],
    ["States.StringSplit('1.2+3,.4', '.+,')", ['1', '2', '3', '4']],
  ])('%s', (expression, expected) => expect(value(expression)).toEqual(expected));

  test('MathRandom gives integers from the first number up to below the second', () => {
    const random = Array.from({ length: 200 }, () => value('States.MathRandom(1, 3)'));
    expect(new Set(random)).toEqual(new Set([1, 2]));
    expect(value('States.MathRandom(1, 999, 7)')).toBe(value('States.MathRandom(1, 999, 7)'));
  });

  test('UUID gives another one each time', () => {
    expect(value('States.UUID()')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    expect(value('States.UUID()')).not.toBe(value('States.UUID()'));
  });

  test('never changes its arguments', () => {
    value('States.JsonMerge($.object, $.object, false)');
    value('States.ArrayUnique($.list)');
    expect(input).toMatchObject({ object: { a: 1 }, list: [1, 2, 2, 3] });
  });
});

describe('an intrinsic function fails with States.IntrinsicFailure and its own text', () => {
  test.each([
    ['States.ArrayGetItem($.list, 4)', 'Expected an index below 4, got 4'],
    ["States.StringToJson('{')", ''],
    ["States.Format('{} {}', 1)", 'Expected 2 values for the template, got 1'],
    ['States.ArrayRange(0, 1000, 1)', 'Expected a range of at most 1000 items, got 1001'],
    ['States.ArrayLength($.missing)', "The JSONPath '$.missing' could not be found in the input"],
    ['States.JsonMerge($.object, $.object, true)', 'Expected false, the only kind of merge there is,'],
    ["States.Hash('a', 'CRC')", 'Expected one of MD5, SHA-1, SHA-256, SHA-384, SHA-512, got "CRC"'],
  ])('%s', (expression, problem) => {
    expect(() => value(expression)).toThrow(
      expect.objectContaining({
        error: 'States.IntrinsicFailure',
        message: expect.stringContaining(
          `The function '${expression}' had the following error: ${problem}`,
        ) as string,
      }),
    );
  });
});
