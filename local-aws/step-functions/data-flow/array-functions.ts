import { isDeepStrictEqual } from 'node:util';
import { array, expected, integer } from './arguments.ts';
import type { IntrinsicFunction } from './call-intrinsic.ts';

/** AWS's limit for States.ArrayRange. */
const longestRange = 1000;

export const arrayFunctions: Readonly<Record<string, IntrinsicFunction>> = {
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
};
