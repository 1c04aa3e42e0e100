import type { IncomingMessage } from 'node:http';

/** By their names in lower case. */
export type RequestHeaders = ReadonlyMap<string, string>;

/** Which bucket and object a path-style request is about, and its query. */
export interface RequestTarget {
  /** As it came: `a/../b` and `%2e%2e` are parts of keys. */
  readonly path: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly query: URLSearchParams;
  /** The path's percent-encoding is broken or no UTF-8; bucket and key are then as they came. */
  readonly undecodable: boolean;
}

export function requestTarget(url: string): RequestTarget {
  const [path = '', ...search] = url.replace(/^https?:\/\/[^/?]*/, '').split('?');
  const query = new URLSearchParams(search.join('?'));
  const [, bucket, , key] = /^\/([^/]*)(\/(.*))?$/s.exec(path) ?? [];
  try {
    return { path, bucket: decode(bucket), key: decode(key), query, undecodable: false };
  } catch {
    return { path, bucket, key, query, undecodable: true };
  }
}

/** S3 takes a `+` in a path for a space, as forms do. Clients that know it send `%2B`. */
function decode(part: string | undefined): string | undefined {
  return part ? decodeURIComponent(part.replaceAll('+', ' ')) : undefined;
}

export function effectiveHeaders(message: IncomingMessage, query: URLSearchParams): RequestHeaders {
  const headers = new Map(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
  for (const [parameter, value] of query) {
    const name = parameter.toLowerCase();
    const hoisted = /^x-amz-[\w-]+$/.test(name) && !headers.has(name) && /^[\t\x20-\xff]*$/.test(value);
    if (hoisted && !ignoredInQuery.test(name)) headers.set(name, value);
  }
  return headers;
}

/**
 * S3 is reported to take no checksum from a query, neither a right one nor a wrong one (aws/aws-sdk-go-v2#2610,
 * aws/aws-sdk-js-v3#4448). The JavaScript SDK signs that of an empty body into the URL of every PUT.
 */
const ignoredInQuery = /^x-amz-(sdk-)?checksum-(?!mode$)/;
