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
