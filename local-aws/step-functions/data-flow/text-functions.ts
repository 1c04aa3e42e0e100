import { createHash } from 'node:crypto';
import type { JsonValue } from '../json-value.ts';
import { expected, text } from './arguments.ts';
import type { IntrinsicFunction } from './call-intrinsic.ts';

/** AWS's limit for what is encoded, decoded or hashed, in characters. */
const longestText = 10_000;

const hashes: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

export const textFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  'States.StringToJson': (json) => JSON.parse(text(json)),

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
};

/** States.Format: one value into each gap `between` the pieces of the template. */
export function format(between: readonly string[], values: readonly JsonValue[]): string {
  if (between.length - 1 !== values.length) {
    throw new Error(`Expected ${between.length - 1} values for the template, got ${values.length}`);
  }
  return between.reduce((formatted, piece, index) => formatted + printed(values[index - 1]!) + piece);
}

function printed(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    throw expected('a string, number, boolean or null', value);
  }
  return String(value);
}

function shortText(value: JsonValue | undefined): string {
  const short = text(value);
  if (short.length > longestText) {
    throw new Error(`Expected at most ${longestText} characters, got ${short.length}`);
  }
  return short;
}
