import { ServiceError } from '../service-error.ts';

/**
 * A page of items that are sorted by their keys. The token names the last key given out, so faces that come and go
 * between two pages are neither missed nor repeated. Throws InvalidPaginationTokenException for a foreign token.
 */
export function pageOf<Item>(
  sorted: readonly Item[],
  keyOf: (item: Item) => string,
  { size, token }: { size: number; token?: string | undefined },
): { items: Item[]; nextToken?: string } {
  const begin = token === undefined ? 0 : firstBehind(sorted, keyOf, readToken(token));
  const items = sorted.slice(begin, begin + size);
  if (begin + items.length === sorted.length) return { items };
  return { items, nextToken: writeToken(keyOf(items.at(-1)!)) };
}

/** By halves: a long list has many pages. */
function firstBehind<Item>(sorted: readonly Item[], keyOf: (item: Item) => string, key: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(sorted[middle]!) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

const mark = 'after:';

const writeToken = (key: string) => Buffer.from(mark + key).toString('base64url');

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith(mark)) return text.slice(mark.length);
  throw new ServiceError('InvalidPaginationTokenException', 'Invalid Pagination Token');
}
