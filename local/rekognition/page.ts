import { ServiceError } from '../service-error.ts';

/**
 * A page of items in the order of their keys. The token names the last key given out, so faces that come and go
 * between two pages are neither missed nor repeated. Throws InvalidPaginationTokenException for a foreign token.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { size, token }: { size: number; token?: string | undefined },
): { items: Item[]; nextToken?: string } {
  const after = token === undefined ? '' : readToken(token);
  const sorted = items
    .filter((item) => keyOf(item) > after)
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const page = sorted.slice(0, size);
  if (page.length === sorted.length) return { items: page };
  return { items: page, nextToken: writeToken(keyOf(page.at(-1)!)) };
}

const mark = 'after:';

const writeToken = (key: string) => Buffer.from(mark + key).toString('base64url');

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith(mark)) return text.slice(mark.length);
  throw new ServiceError('InvalidPaginationTokenException', 'Invalid Pagination Token');
}
