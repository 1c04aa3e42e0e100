import type { Deployment } from '../../statemachine/deployment.ts';
import { checkKey, checkPrefix } from '../photos/check-key.ts';
import { UsageError } from '../usage-error.ts';

/** Which photos are to be run again, as the user said it. */
export interface GivenSelection {
  readonly keys: readonly string[];
  readonly prefix?: string;
  readonly failed?: boolean;
}

export type Selection =
  | { readonly keys: readonly string[] }
  | { readonly prefix: string }
  /** The photos under the prefix whose record is PARTIAL or FAILED. */
  | { readonly failedUnder: string };

/** Throws UsageError for what says nothing, or contradicts itself. */
export function checkSelection({ keys, prefix, failed }: GivenSelection): void {
  if (keys.length === 0 && prefix === undefined && !failed) {
    throw new UsageError('Expected which photos to run again: their keys, --prefix <prefix> or --failed');
  }
  const other = prefix !== undefined ? '--prefix' : failed ? '--failed' : undefined;
  if (keys.length > 0 && other) throw new UsageError(`Expected keys or ${other}, got both`);
}

/** Throws UsageError for a key or prefix outside of what the workflow processes. */
export function readSelection(
  { keys, prefix, failed }: GivenSelection,
  deployment: Pick<Deployment, 'rawBucket' | 'rawPrefix'>,
): Selection {
  if (prefix !== undefined) checkPrefix(prefix, deployment);
  for (const key of keys) checkKey(key, deployment);
  if (failed) return { failedUnder: prefix ?? deployment.rawPrefix };
  return prefix === undefined ? { keys: [...new Set(keys)].sort() } : { prefix };
}
