import type { ObjectStore } from '../object-store.ts';

/**
 * What node-server hands to `fetch` beside the Request. Its URL is WHATWG's, which resolves `a/../b` and `%2e%2e`
 * before anybody can see them; only the target as it came over the wire still holds such a key.
 */
export interface S3Bindings {
  incoming?: { url?: string; socket?: { destroyed: boolean } };
}

/** Which bucket and object a path-style request is about, and its query. */
export interface RequestTarget {
  bucket?: string;
  key?: string;
  query: URLSearchParams;
  /** The path, when its percent-encoding is broken or no UTF-8; bucket and key are then as they came. */
  undecodable?: string;
}

/** Never throws. Without bindings the URL is taken as it is, and keys with dot segments are lost. */
export function requestTarget(request: Request, bindings?: S3Bindings): RequestTarget {
  const target = (bindings?.incoming?.url ?? request.url).replace(/^https?:\/\/[^/?]*/, '');
  const [path = '', ...search] = target.split('?');
  const query = new URLSearchParams(search.join('?'));
  const [, bucket, , key] = /^\/([^/]*)(\/(.*))?$/s.exec(path) ?? [];
  try {
    return { bucket: decode(bucket), key: decode(key), query };
  } catch {
    return { bucket, key, query, undecodable: path };
  }
}

/** S3 takes a `+` in a path for a space, as forms do. Clients that know it send `%2B`. */
function decode(part: string | undefined): string | undefined {
  return part ? decodeURIComponent(part.replaceAll('+', ' ')) : undefined;
}

/** One request, taken apart: what an operation works on. */
export interface S3Call {
  store: ObjectStore;
  request: Request;
  /** Empty when the request names none; the store refuses an empty one. */
  bucket: string;
  key: string;
  query: URLSearchParams;
  /** The request's, and the `x-amz-*` headers a presigned URL carries in its query instead. */
  headers: Headers;
  /** Nobody is left to read the answer. */
  clientGone: boolean;
}

export type Operation = (call: S3Call) => Promise<Response>;

export function s3Call(
  store: ObjectStore,
  request: Request,
  { bucket = '', key = '', query }: RequestTarget,
  bindings?: S3Bindings,
): S3Call {
  const clientGone = bindings?.incoming?.socket?.destroyed ?? false;
  return { store, request, bucket, key, query, headers: effectiveHeaders(request, query), clientGone };
}

function effectiveHeaders(request: Request, query: URLSearchParams): Headers {
  const headers = new Headers(request.headers);
  for (const [name, value] of query) {
    const hoisted = /^x-amz-[\w-]+$/i.test(name) && !headers.has(name) && /^[\t\x20-\xff]*$/.test(value);
    if (ignoredInQuery.test(name)) continue;
    if (hoisted) headers.set(name, value);
  }
  return headers;
}

/**
 * S3 is reported to take no checksum from a query, neither a right one nor a wrong one (aws/aws-sdk-go-v2#2610,
 * aws/aws-sdk-js-v3#4448). The JavaScript SDK signs that of an empty body into the URL of every PUT.
 */
const ignoredInQuery = /^x-amz-(sdk-)?checksum-(?!mode$)/i;
