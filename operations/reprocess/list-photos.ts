import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Target } from '../connect.ts';
import type { Selection } from './selection.ts';
import { type SkipReason, whySkipped } from './why-skipped.ts';

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
    for (const { s3Key } of Items) yield { key: String(s3Key) };
  }
}
