import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonValue, numberIn, parseJson } from '../json-value.ts';

/** Throws what is wrong with its arguments, as a sentence. */
type IntrinsicFunction = (...given: JsonValue[]) => JsonValue;

/** AWS's limit for States.ArrayRange. */
const longestRange = 1000;

/** AWS's limit for what is encoded, decoded or hashed, in characters. */
const longestText = 10_000;

const hashes: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** By name; without States.Format, which is `format`. */
export const intrinsicFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  'States.Array': (...items) => items,

  'States.ArrayPartition': (items, size) => {
    const length = integer(size);
    if (length < 1) throw expected('a chunk size above 0', length);
    const chunks = Math.ceil(array(items).length / length);
    return Array.from({ length: chunks }, (_, chunk) =>
      array(items).slice(chunk * length, (chunk + 1) * length),
    );
  },

  'States.ArrayContains': (items, wanted) => array(items).some((item) => isDeepStrictEqual(item, wanted)),

  'States.ArrayRange': (first, last, step) => {
    const [from, to, by] = [integer(first), integer(last), integer(step)];
    if (by === 0) throw expected('a step other than 0', by);
    const length = Math.max(0, Math.floor((to - from) / by) + 1);
    if (length > longestRange) throw expected(`a range of at most ${longestRange} items`, length);
    return Array.from({ length }, (_, index) => from + index * by);
  },

  'States.ArrayGetItem': (items, index) => {
    const item = array(items)[integer(index)];
    if (item === undefined) throw expected(`an index below ${array(items).length}`, index);
    return item;
  },

  'States.ArrayLength': (items) => array(items).length,

  'States.ArrayUnique': (items) =>
    array(items).filter(
      (item, index, all) => all.findIndex((other) => isDeepStrictEqual(item, other)) === index,
    ),

  /** Of a text without anything but white space it is null. */
  'States.StringToJson': (json) => (text(json).trim() === '' ? null : parseJson(text(json))),

  'States.JsonToString': (value) => JSON.stringify(value),

  /** Every character of the second argument separates; what is empty between two is left out. */
  'States.StringSplit': (value, separators) => {
    const parts = [''];
    for (const character of text(value)) {
      if (text(separators).includes(character)) parts.push('');
      else parts.push(parts.pop() + character);
    }
    return parts.filter((part) => part !== '');
  },

  'States.Base64Encode': (value) => Buffer.from(shortText(value)).toString('base64'),

  'States.Base64Decode': (value) => Buffer.from(shortText(value), 'base64').toString(),

  'States.Hash': (value, algorithm) => {
    const hash = hashes[text(algorithm)];
    if (!hash) throw expected(`one of ${Object.keys(hashes).join(', ')}`, algorithm);
    const hashed = shortText(typeof value === 'string' ? value : JSON.stringify(value));
    return createHash(hash).update(hashed).digest('hex');
  },

  'States.JsonMerge': (first, second, deep) => {
    if (!isObject(first)) throw expected('an object', first);
    if (!isObject(second)) throw expected('an object', second);
    if (deep !== false) throw expected('false, the only kind of merge there is,', deep);
    return { ...first, ...second };
  },

  /** From the first number, included, to the second, excluded. With a seed always the same, but not AWS's. */
  'States.MathRandom': (start, end, seed) => {
    const [from, to] = [integer(start), integer(end)];
    const part = seed === undefined ? Math.random() : seededPart(integer(seed));
    return Math.floor(from + part * (to - from));
  },

  'States.MathAdd': (first, second) => integer(first) + integer(second),

  'States.UUID': () => randomUUID(),
};

/** States.Format: one value into each gap `between` the pieces of the template. */
export function format(between: readonly string[], values: readonly JsonValue[]): string {
  if (between.length - 1 !== values.length) {
    throw new Error(`Expected ${between.length - 1} values for the template, got ${values.length}`);
  }
  return between.reduce((formatted, piece, index) => formatted + printed(values[index - 1]!) + piece);
}

/** As Java prints a value: `{Arg1=1, Arg2=[a, null]}`. */
function printed(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, inner]) => `${name}=${printed(inner)}`);
  return `{${fields.join(', ')}}`;
}

function shortText(value: JsonValue | undefined): string {
  const short = text(value);
  if (short.length > longestText) {
    throw new Error(`Expected at most ${longestText} characters, got ${short.length}`);
  }
  return short;
}

function seededPart(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUInt32BE() / 2 ** 32;
}

function array(value: JsonValue | undefined): JsonValue[] {
  if (!Array.isArray(value)) throw expected('an array', value);
  return value;
}

export function text(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw expected('a string', value);
  return value;
}

/** Numbers are rounded to the nearest integer, as AWS does. */
function integer(value: JsonValue | undefined): number {
  const number = numberIn(value);
  if (number === undefined) throw expected('a number', value);
  return Math.round(number);
}

function expected(what: string, value: JsonValue | undefined): Error {
  return new Error(`Expected ${what}, got ${value === undefined ? 'nothing' : JSON.stringify(value)}`);
}
