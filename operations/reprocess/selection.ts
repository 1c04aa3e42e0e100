import { HeadObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Deployment } from '../../statemachine/deployment.ts';
import { readPhotoRecord } from '../../statemachine/photo-record.ts';
import type { Target } from '../connect.ts';
import { checkKey, checkPrefix } from '../photos/check-key.ts';
import { UsageError } from '../usage-error.ts';

/** Which photos are to be run again. */
export type Selection =
  | { readonly keys: readonly string[] }
  | { readonly prefix: string }
  /** The photos under the prefix whose record is PARTIAL or FAILED. */
  | { readonly failedUnder: string };

/** Each key once, in order. Throws UsageError for a key or prefix outside of what the workflow processes. */
export function checkSelection(
  selection: Selection,
  deployment: Pick<Deployment, 'rawBucket' | 'rawPrefix'>,
): Selection {
  if ('keys' in selection) {
    for (const key of selection.keys) checkKey(key, deployment);
    return { keys: [...new Set(selection.keys)].sort() };
  }
  checkPrefix('prefix' in selection ? selection.prefix : selection.failedUnder, deployment);
  return selection;
}

/**
 * Throws UsageError for a key that is no photo in the bucket: a mistyped key would be recorded as a photo that
 * is gone.
 */
export async function checkKeys(s3: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const size = await sizeOf(s3, bucket, key);
    if (size) continue;
    const what = size === undefined ? 'which does not exist' : 'which is empty';
    throw new UsageError(`Expected the key of a photo in s3://${bucket}, got "${key}", ${what}`);
  }
}

async function sizeOf(s3: S3Client, bucket: string, key: string): Promise<number | undefined> {
  try {
    const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return ContentLength ?? 0;
  } catch (error) {
    if ((error as Error).name === 'NotFound') return undefined;
    throw error;
  }
}

export type SkipReason = 'folder placeholder' | 'no photo';

/** The keys of the selected photos, page by page, so that any number of them needs the memory of one page. */
export async function* listPhotos(
  target: Target,
  selection: Selection,
  onSkip: (reason: SkipReason, key: string) => void = () => {},
): AsyncGenerator<string> {
  // Whoever names a key means it, whatever it looks like.
  if ('keys' in selection) return yield* selection.keys;
  const listed =
    'prefix' in selection ? listObjects(target, selection.prefix) : listFailed(target, selection.failedUnder);
  for await (const { key, size } of listed) {
    const reason = whySkipped(key, size);
    if (reason) onSkip(reason, key);
    else yield key;
  }
}

interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size?: number;
}

/** In the order of keys, which is S3's. */
async function* listObjects({ s3, deployment }: Target, prefix: string): AsyncGenerator<ListedObject> {
  const pages = paginateListObjectsV2({ client: s3 }, { Bucket: deployment.rawBucket, Prefix: prefix });
  for await (const { Contents = [] } of pages) {
    for (const { Key, Size } of Contents) yield { key: Key!, size: Size };
  }
}

/**
 * In no order. A Scan reads every record, about a tenth of a cent for 10,000 photos. An index of the failed ones
 * (on `status`, with s3Key to sort by) would read only them, and in order, but be one more thing to write and to
 * deploy on a table that other programs share.
 */
async function* listFailed({ photos, deployment }: Target, prefix: string): AsyncGenerator<ListedObject> {
  const pages = paginateScan(
    { client: photos },
    {
      TableName: deployment.photosTable,
      FilterExpression: '#status IN (:partial, :failed) AND begins_with(s3Key, :prefix)',
      ProjectionExpression: 's3Key',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':partial': 'PARTIAL', ':failed': 'FAILED', ':prefix': prefix },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) yield { key: readPhotoRecord(item).s3Key! };
  }
}

/**
 * What is found beside photos in a bucket. The workflow judges by content, and so a name that could be a photo's
 * is let through, and one without an extension as well: reading every object first would cost as much as running it.
 */
const otherExtension =
  /\.(txt|md|csv|tsv|json|xml|xmp|aae|html?|pdf|docx?|xlsx?|pptx?|ini|log|db|ds_store|thm|zip|gz|tgz|tar|7z|rar|mp4|m4v|mov|avi|mkv|mts|mpe?g|webm|3gp|mp3|m4a|wav|flac|ogg|aac)$/i;

/** Why an object is no photo; undefined for what may be one. `size` in bytes, if it is known. */
export function whySkipped(key: string, size?: number): SkipReason | undefined {
  // As the trigger of uploads judges: a key that ends in a slash may be a photo's.
  if (size === 0) return 'folder placeholder';
  return otherExtension.test(key) ? 'no photo' : undefined;
}
