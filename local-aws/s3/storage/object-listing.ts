import { firstIndex } from '../../first-index.ts';
import { byteString, fromByteString, type ListedObject, position } from './key-index.ts';

export interface ListingRequest {
  prefix?: string;
  /** Keys that have this after the prefix are rolled up into one common prefix each. */
  delimiter?: string;
  /** Only what sorts behind this: a position of an earlier listing, or that of a key (`positionOf`). */
  after?: string;
  /** Objects and common prefixes together; at most, and by default, 1,000. */
  maxKeys?: number;
}

export interface Listing {
  objects: ListedObject[];
  commonPrefixes: string[];
  /** Where the next listing goes on; undefined when this one reached the end. */
  next?: string;
}

/** What a listing may be told to start behind. */
export const positionOf = (key: string) => byteString(key);

/** Behind every key that begins with `prefix`: the byte 0xff occurs in no UTF-8. */
export const positionBehind = (prefix: string) => `${byteString(prefix)}\xff`;

/** One page of a bucket's keys, in the order of their UTF-8 bytes. */
export function listKeys(
  keys: readonly string[],
  object: (key: string) => ListedObject,
  { prefix = '', delimiter = '', after = '', maxKeys = 1000 }: ListingRequest,
): Listing {
  const listing: Listing = { objects: [], commonPrefixes: [] };
  const wantedPrefix = byteString(prefix);
  const wantedDelimiter = byteString(delimiter);
  const limit = Math.min(maxKeys, 1000);
  let last = after;
  let index = Math.max(
    position(keys, wantedPrefix),
    firstIndex(keys, (key) => key > after),
  );
  while (index < keys.length && keys[index]!.startsWith(wantedPrefix)) {
    if (listing.objects.length + listing.commonPrefixes.length >= limit) {
      if (limit > 0) listing.next = last;
      break;
    }
    const key = keys[index]!;
    const cut = wantedDelimiter === '' ? -1 : key.indexOf(wantedDelimiter, wantedPrefix.length);
    if (cut === -1) {
      listing.objects.push(object(key));
      last = key;
      index += 1;
    } else {
      const commonPrefix = fromByteString(key.slice(0, cut + wantedDelimiter.length));
      listing.commonPrefixes.push(commonPrefix);
      last = positionBehind(commonPrefix);
      index = position(keys, last);
    }
  }
  return listing;
}
