import { invalidArgument } from '../s3-errors.ts';
import type { ListedObject } from '../storage/key-index.ts';
import { positionBehind, positionOf } from '../storage/object-listing.ts';
import { xmlResponse } from '../wire/responses.ts';
import type { Operation } from '../wire/s3-call.ts';
import { owner } from './buckets.ts';

export const listObjectsV2: Operation = async ({ store, bucket, query }) => {
  const { prefix, delimiter, maxKeys, encoded } = commonParameters(query);
  const token = query.get('continuation-token') ?? undefined;
  const startAfter = query.get('start-after') ?? undefined;
  const after = token ? positionIn(token) : positionOf(startAfter ?? '');
  const listing = await store.listObjects({ bucket, prefix, delimiter, maxKeys, after });
  const withOwner = query.get('fetch-owner') === 'true';
  return xmlResponse('ListBucketResult', {
    Name: bucket,
    Prefix: encoded(prefix),
    StartAfter: startAfter && encoded(startAfter),
    Delimiter: delimiter && encoded(delimiter),
    ContinuationToken: token,
    NextContinuationToken: listing.next === undefined ? undefined : tokenFor(listing.next),
    KeyCount: listing.objects.length + listing.commonPrefixes.length,
    MaxKeys: Math.min(maxKeys, 1000),
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: listing.next !== undefined,
    Contents: listing.objects.map((object) => contents(object, encoded, withOwner)),
    CommonPrefixes: listing.commonPrefixes.map((Prefix) => ({ Prefix: encoded(Prefix) })),
  });
};

/** The older form, which goes on from a key instead of a token. */
export const listObjects: Operation = async ({ store, bucket, query }) => {
  const { prefix, delimiter, maxKeys, encoded } = commonParameters(query);
  const marker = query.get('marker') ?? '';
  const rolledUp = delimiter !== undefined && marker.startsWith(prefix) && marker.endsWith(delimiter);
  const after = rolledUp ? positionBehind(marker) : positionOf(marker);
  const listing = await store.listObjects({ bucket, prefix, delimiter, maxKeys, after });
  const { objects, commonPrefixes, next } = listing;
  const last = [objects.at(-1)?.key ?? '', commonPrefixes.at(-1) ?? ''].sort(byBytes).at(-1) ?? '';
  return xmlResponse('ListBucketResult', {
    Name: bucket,
    Prefix: encoded(prefix),
    Marker: encoded(marker),
    // Without a delimiter clients take the last key.
    NextMarker: next !== undefined && delimiter ? encoded(last) : undefined,
    Delimiter: delimiter && encoded(delimiter),
    MaxKeys: Math.min(maxKeys, 1000),
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: next !== undefined,
    Contents: objects.map((object) => contents(object, encoded, true)),
    CommonPrefixes: commonPrefixes.map((Prefix) => ({ Prefix: encoded(Prefix) })),
  });
};

function commonParameters(query: URLSearchParams) {
  const encodingType = query.get('encoding-type');
  if (encodingType !== null && encodingType !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') || undefined,
    maxKeys: maxKeys(query.get('max-keys') || '1000'),
    encoded: encodingType === 'url' ? urlEncoded : (text: string) => text,
  };
}

function maxKeys(value: string): number {
  if (!/^-?\d+$/.test(value) || Number(value) > 2 ** 31 - 1) {
    throw invalidArgument('Provided max-keys not an integer or within integer range', 'max-keys', value);
  }
  if (Number(value) < 0) {
    throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', 'maxKeys', value);
  }
  return Number(value);
}

function contents(
  { key, size, etag, lastModified, checksum }: ListedObject,
  encoded: Encoding,
  withOwner: boolean,
) {
  return {
    Key: encoded(key),
    LastModified: lastModified,
    ETag: `"${etag}"`,
    ChecksumAlgorithm: checksum.algorithm,
    ChecksumType: checksum.type,
    Size: size,
    StorageClass: 'STANDARD',
    Owner: withOwner ? owner : undefined,
  };
}

type Encoding = (text: string) => string;

/** As a form encodes, except that slashes stay: `a b/(c)` becomes `a+b/%28c%29`. */
const urlEncoded: Encoding = (text) =>
  encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');

const tokenFor = (position: string) => Buffer.from(`1${position}`, 'latin1').toString('base64url');

function positionIn(token: string): string {
  const position = Buffer.from(token, 'base64url').toString('latin1');
  if (!position.startsWith('1') || tokenFor(position.slice(1)) !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return position.slice(1);
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
