import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indented, jsonTokens } from '../../../../../console/web/execution/json/json-tokens.ts';

test('the pieces of any JSON are the text again', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const text = indented(json);
      expect(
        jsonTokens(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

test('keys, texts, numbers and words are told apart', () => {
  const kinds = jsonTokens('{"a": "b: \\"c\\"", "n": -1.5e3, "t": true}')
    .filter(({ kind }) => kind !== 'mark')
    .map(({ kind, text }) => `${kind} ${text}`);
  expect(kinds).toEqual(['key "a"', 'text "b: \\"c\\""', 'key "n"', 'number -1.5e3', 'key "t"', 'word true']);
});

test('what is no JSON is shown as it is', () => {
  expect(indented('{"key": ')).toBe('{"key": ');
});
