import { ServiceError } from '../../service-error.ts';
import type { ObjectName, ObjectStore, StoredObject } from '../object-store.ts';
import { entityTooLarge, invalidArgument, preconditionFailed } from '../s3-errors.ts';
import { readConditions } from './conditions.ts';
import type { RequestHeaders } from './request-parts.ts';

/** The most one copy may take (S3 API reference, CopyObject). */
const largestCopy = 5 * 1024 ** 3;

/**
 * What `x-amz-copy-source` names: `bucket/key`, percent-encoded, with or without a slash before. A version can
 * only be the null one.
 */
export function copySource(headers: RequestHeaders): ObjectName {
  const header = headers.get('x-amz-copy-source') ?? '';
  const [path = '', version] = header.split('?versionId=');
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path)) ?? [];
  if (bucket === undefined || key === undefined) {
    throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', header);
  }
  if (version !== undefined && version !== 'null') {
    throw invalidArgument('Invalid version id specified', 'versionId', version);
  }
  return { bucket, key };
}

/** The source, when the conditions on it hold: a copy has no "not modified", only failed conditions. */
export async function openCopySource(
  store: ObjectStore,
  headers: RequestHeaders,
  range?: string,
): Promise<StoredObject> {
  const conditions = readConditions(headers, 'x-amz-copy-source-');
  try {
    const source = await store.getObject({ ...copySource(headers), ...conditions, range });
    const size = source.range === undefined ? source.size : source.range.end - source.range.start + 1;
    if (size <= largestCopy) return source;
    source.body.destroy();
    throw entityTooLarge(size, largestCopy);
  } catch (error) {
    const notModified = error instanceof ServiceError && error.status === 304;
    throw notModified ? preconditionFailed('x-amz-copy-source-If-None-Match') : error;
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    throw invalidArgument('Invalid copy source encoding', 'x-amz-copy-source', path);
  }
}
