import { noSuchKey, notModified, preconditionFailed } from '../s3-errors.ts';
import type { ObjectMetadata } from './object-metadata.ts';

/** Conditions on a read. Entity tags with or without quotes, several separated by commas, or `*`. */
export interface ReadConditions {
  ifMatch?: string;
  ifNoneMatch?: string;
  ifModifiedSince?: Date;
  ifUnmodifiedSince?: Date;
}

/** Conditions on a write. `ifNoneMatch` is only ever `*`: the key must be new. */
export interface WriteConditions {
  ifMatch?: string;
  ifNoneMatch?: '*';
}

/**
 * RFC 9110, section 13.2.2: a tag, when there is one, decides, and the date beside it does not count.
 *
 * @throws ServiceError PreconditionFailed (412) or NotModified (304).
 */
export function checkReadConditions(metadata: ObjectMetadata, conditions: ReadConditions): void {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  const lastModified = new Date(metadata.lastModified);
  if (ifMatch !== undefined) {
    if (!matches(metadata.etag, ifMatch)) throw preconditionFailed('If-Match');
  } else if (ifUnmodifiedSince !== undefined && lastModified > ifUnmodifiedSince) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (ifNoneMatch !== undefined) {
    if (matches(metadata.etag, ifNoneMatch)) throw notModified(metadata.etag);
  } else if (ifModifiedSince !== undefined && lastModified <= ifModifiedSince) {
    throw notModified(metadata.etag);
  }
}

/**
 * @param current What the key holds now, undefined for nothing.
 * @throws ServiceError PreconditionFailed (412), or NoSuchKey (404) for an If-Match on a missing key.
 */
export function checkWriteConditions(
  key: string,
  current: ObjectMetadata | undefined,
  conditions: WriteConditions,
): void {
  const { ifMatch, ifNoneMatch } = conditions;
  if (ifNoneMatch !== undefined && current !== undefined) throw preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return;
  if (current === undefined) throw noSuchKey(key);
  if (!matches(current.etag, ifMatch)) throw preconditionFailed('If-Match');
}

function matches(etag: string, tags: string): boolean {
  return tags.split(',').some((tag) => {
    const bare = tag.trim().replace(/^W\//, '').replaceAll('"', '');
    return bare === '*' || bare === etag;
  });
}
