import { type ReprocessInput, reprocessInput } from '../../statemachine/reprocess-payloads.ts';
import { InvalidInput } from '../shared/errors.ts';
import { describeIssues } from '../shared/lambda.ts';
import { runsPrefix, type Thumbs } from '../shared/thumbs.ts';

/** S3's limit, in bytes of UTF-8. */
export const longestKey = 1024;

export interface Places {
  readonly rawPrefix: string;
  readonly thumbs: Thumbs;
}

/** A run's input, when it selects photos of this deployment; else throws InvalidInput, naming the field. */
export function checkSelection(given: unknown, places: Places): ReprocessInput {
  const { data, error } = reprocessInput.safeParse(given);
  if (!data) throw new InvalidInput(describeIssues(error.issues));
  checkPlaces(data, places);
  return data;
}

function checkPlaces(
  { prefix, keys = [], manifest, since, before }: ReprocessInput,
  { rawPrefix, thumbs }: Places,
): void {
  if (prefix !== undefined && !prefix.startsWith(rawPrefix))
    throw new InvalidInput(`prefix: Expected one that begins with "${rawPrefix}", got "${prefix}"`);
  for (const [index, key] of keys.entries()) checkKey(key, `keys.${index}`, rawPrefix);
  // The only place for it, where nothing else lies: whoever may write there may start a run, and no photo is read for one.
  const manifests = `s3://${thumbs.bucket}/${runsPrefix(thumbs)}`;
  if (manifest !== undefined && !manifest.startsWith(manifests))
    throw new InvalidInput(`manifest: Expected an object under "${manifests}", got "${manifest}"`);
  if (since && before && Date.parse(since) >= Date.parse(before))
    throw new InvalidInput(`before: Expected a date after since, ${since}, got ${before}`);
}

/** `where` is what the key is called for who gave it. */
export function checkKey(key: string, where: string, rawPrefix: string): void {
  if (!key.startsWith(rawPrefix) || key === rawPrefix)
    throw new InvalidInput(`${where}: Expected a key under "${rawPrefix}", got "${key}"`);
  const bytes = Buffer.byteLength(key);
  if (bytes > longestKey)
    throw new InvalidInput(`${where}: Expected at most ${longestKey} bytes, got ${bytes}`);
}

/** Of `s3://bucket/some/key`. */
export function placeOf(address: string): { bucket: string; key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(address)!;
  return { bucket: bucket!, key: key! };
}
