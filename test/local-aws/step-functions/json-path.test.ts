import { describe, expect, test } from 'vitest';
import { readPath } from '../../../local-aws/step-functions/data-flow/json-path.ts';
import { type JsonValue, parseJson } from '../../../local-aws/step-functions/json-value.ts';

const photo: JsonValue = {
  key: 'party.jpg',
  taken: null,
  'e tag': '1',
  faces: [{ idx: 0 }, { idx: 1, known: true }],
  none: [],
};

describe('a definite path gives', () => {
  test.each([
    ['$', photo],
    ['$.key', 'party.jpg'],
    ['$.taken', null],
    ["$['e tag']", '1'],
    ['$["e tag"]', '1'],
    ['$.faces[1].idx', 1],
    ['$.faces[-1].idx', 1],
    ['$.none', []],
  ])('%s its value', (path, value) => expect(readPath(path, photo)).toEqual(value));

  test.each([
    '$.size',
    '$.faces[2]',
    '$.taken.at',
    '$.key.length',
    '$.faces.length',
    '$.key[0]',
    '$.toString',
  ])('%s nothing, because nothing is there', (path) => expect(readPath(path, photo)).toBeUndefined());

  test('a document that is no object whole', () => {
    expect(readPath('$', 0)).toBe(0);
    expect(readPath('$', null)).toBe(null);
  });
});

describe('a path with a wildcard, slice, filter or .. gives a list', () => {
  test.each([
    ['$.faces[*].idx', [0, 1]],
    ['$.faces[0:1].idx', [0]],
    ['$.faces[?(@.known == true)].idx', [1]],
    ['$..idx', [0, 1]],
  ])('%s of what it finds', (path, value) => expect(readPath(path, photo)).toEqual(value));

  test.each(['$.none[*]', '$.faces[?(@.idx > 7)]', '$.faces[*].name', '$.key[*]'])(
    '%s that is empty when it finds nothing',
    (path) => expect(readPath(path, photo)).toEqual([]),
  );

  test.each([
    '$.people[*]',
    '$.people[1:]',
    '$.people[:1]',
    '$.people[1:5].idx',
    '$.people[*].idx',
    '$.a.b[*]',
  ])('%s that is empty when the way to it is missing, as recorded on AWS', (path) =>
    expect(readPath(path, photo)).toEqual([]),
  );

  test('a filter compares a number however it is written', () => {
    expect(readPath('$[?(@.n > 1)].n', parseJson('[{"n":1.0},{"n":2.50}]'))).toEqual([2.5]);
  });
});

describe('a backslash in a name', () => {
  test.each([
    [String.raw`$['Test\""Name"']`, { 'Test\\""Name"': 1 }],
    [String.raw`$["a\"b"]`, { 'a\\"b': 1 }],
  ])('%s keeps a quote from ending it and is part of it, as recorded on AWS', (path, document) =>
    expect(readPath(path, document)).toBe(1),
  );
});
