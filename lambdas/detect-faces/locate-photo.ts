import type { ExecutionInput } from '../../statemachine/payloads.ts';
import { InvalidInput } from '../shared/errors.ts';

/** Where the input's photo is; throws InvalidInput for a bucket or key this deployment does not serve. */
export function locatePhoto(
  { key, bucket }: ExecutionInput,
  { rawBucket, rawPrefix }: { rawBucket: string; rawPrefix: string },
): { bucket: string; key: string } {
  if (bucket !== undefined && bucket !== rawBucket) {
    throw new InvalidInput(`bucket: Expected "${rawBucket}" or nothing, got "${bucket}"`);
  }
  if (!key.startsWith(rawPrefix) || key === rawPrefix) {
    throw new InvalidInput(`key: Expected a key under "${rawPrefix}", got "${key}"`);
  }
  if (Buffer.byteLength(key) > 1024) {
    throw new InvalidInput(`key: Expected at most 1024 bytes, got ${Buffer.byteLength(key)}`);
  }
  return { bucket: rawBucket, key };
}
