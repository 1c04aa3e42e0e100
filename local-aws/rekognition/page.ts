import { firstIndex } from '../first-index.ts';
import { ServiceError } from '../service-error.ts';

/**
 * A page of items that are sorted by their keys. The token names the last key given out, so faces that come and go
 * between two pages are neither missed nor repeated. Throws InvalidPaginationTokenException for a foreign token.
 */
export function pageOf<Item>(
  sorted: readonly Item[],
  keyOf: (item: Item) => string,
  { size, token }: { size: number; token?: string | undefined },
): { items: Item[]; next: { NextToken?: string } } {
  const last = token === undefined ? undefined : readToken(token);
  const rest = last === undefined ? sorted : sorted.slice(firstIndex(sorted, (item) => keyOf(item) > last));
  const items = rest.slice(0, size);
  if (items.length === rest.length) return { items, next: {} };
  return { items, next: { NextToken: Buffer.from(mark + keyOf(items.at(-1)!)).toString('base64url') } };
}

const mark = 'after:';

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith(mark)) return text.slice(mark.length);
  throw new ServiceError('InvalidPaginationTokenException', 'Invalid Pagination Token');
}
