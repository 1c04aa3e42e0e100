import { createHash, randomUUID } from 'node:crypto';
import { isObject } from '../json-value.ts';
import { expected, integer } from './arguments.ts';
import type { IntrinsicFunction } from './call-intrinsic.ts';

export const valueFunctions: Readonly<Record<string, IntrinsicFunction>> = {
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

function seededPart(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUInt32BE() / 2 ** 32;
}
