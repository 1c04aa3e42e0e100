import type { ObjectStore } from '../object-store.ts';
import type { RequestTarget, S3Bindings } from './request-target.ts';

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
    if (hoisted) headers.set(name, value);
  }
  return headers;
}
