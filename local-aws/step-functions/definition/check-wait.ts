import { parseTimestamp } from '../data-flow/timestamp.ts';
import type { JsonObject } from '../json-value.ts';

/** Seconds, as AWS documents it for a Wait: a little over three years. */
export const longestWait = 99_999_999;

/** Seconds and Timestamp of a Wait state: what the validator lets pass and AWS does not. */
export function* findBadWait(name: string, { Seconds, Timestamp }: JsonObject): Generator<string> {
  const inRange = Number.isInteger(Seconds) && Number(Seconds) >= 0 && Number(Seconds) <= longestWait;
  if (Seconds !== undefined && !inRange) {
    yield `${name}: expected Seconds from 0 to ${longestWait}, got ${JSON.stringify(Seconds)}`;
  }
  if (Timestamp !== undefined && parseTimestamp(Timestamp) === undefined) {
    yield `${name}: expected an RFC 3339 Timestamp like 2016-03-14T01:59:00Z, got ${JSON.stringify(Timestamp)}`;
  }
}
