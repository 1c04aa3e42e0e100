import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { photoId } from '../../statemachine/photo-id.ts';
import { readPhotoRecord } from '../../statemachine/photo-record.ts';
import type { ReprocessInput, SkippedObjects } from '../../statemachine/reprocess-payloads.ts';
import { InvalidInput, PhotoGone } from '../shared/errors.ts';
import { readLines } from '../shared/json-lines.ts';
import { checkKey, placeOf } from './check-selection.ts';

export interface Listing {
  readonly input: ReprocessInput;
  readonly rawBucket: string;
  readonly rawPrefix: string;
  readonly photosTable: string;
  /** Counts what is found beside photos. */
  readonly skipped: { -readonly [Field in keyof SkippedObjects]: SkippedObjects[Field] };
}

export interface ListingServices {
  readonly s3: S3Client;
  readonly photos: DynamoDBDocumentClient;
}

/** The keys of the photos that the input is about, each once. */
export function listPhotos(listing: Listing, services: ListingServices): AsyncIterable<string> {
  const { keys, manifest, failed, prefix } = listing.input;
  if (keys) return once(listing.rawBucket, keys);
  if (manifest) return once(listing.rawBucket, keysInManifest(manifest, listing, services.s3));
  return failed ? listFailed(listing, services.photos) : listObjects(prefix!, listing, services.s3);
}

/** A name runs once: a photo that is named twice would end red. */
async function* once(bucket: string, keys: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const key of keys) {
    // Of one length, however long the key is.
    const id = photoId(bucket, key);
    if (!seen.has(id)) yield key;
    seen.add(id);
  }
}

const manifestLine = z.union([
  z.string(),
  z.pipe(
    z.object({ key: z.string() }),
    z.transform(({ key }) => key),
  ),
]);

async function* keysInManifest(
  address: string,
  { rawPrefix }: Listing,
  s3: S3Client,
): AsyncGenerator<string> {
  let number = 0;
  try {
    for await (const line of readLines(s3, placeOf(address))) {
      number += 1;
      const key = manifestLine.safeParse(parseJson(line)).data;
      const where = `manifest: line ${number}`;
      if (key === undefined)
        throw new InvalidInput(
          `${where}: Expected a key like "${rawPrefix}party.jpg" or an object with it as "key", got ${line.slice(0, 100)}`,
        );
      checkKey(key, where, rawPrefix);
      yield key;
    }
  } catch (error) {
    if (error instanceof PhotoGone)
      throw new InvalidInput(`manifest: Expected an object at ${address}, found none`);
    throw error;
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** In the order of keys, which is S3's. */
async function* listObjects(prefix: string, listing: Listing, client: S3Client): AsyncGenerator<string> {
  const { rawBucket, skipped } = listing;
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client },
    { Bucket: rawBucket, Prefix: prefix },
  )) {
    for (const { Key, Size } of Contents) {
      const reason = whySkipped(Key!, Size);
      if (reason) skipped[reason] += 1;
      else yield Key!;
      if (reason === 'otherFiles') skipped.example ??= Key!;
    }
  }
}

/**
 * In no order. A Scan reads every record, about a tenth of a cent for 10,000 photos. An index of the failed ones
 * (on `status`, with s3Key to sort by) would read only them, and in order, but be one more thing to write and to
 * deploy on a table that other programs share.
 */
async function* listFailed(
  { photosTable, input: { prefix }, rawPrefix }: Listing,
  client: DynamoDBDocumentClient,
): AsyncGenerator<string> {
  const pages = paginateScan(
    { client },
    {
      TableName: photosTable,
      FilterExpression: '#status IN (:partial, :failed) AND begins_with(s3Key, :prefix)',
      ProjectionExpression: 's3Key',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':partial': 'PARTIAL',
        ':failed': 'FAILED',
        ':prefix': prefix ?? rawPrefix,
      },
    },
  );
  for await (const { Items = [] } of pages) for (const item of Items) yield readPhotoRecord(item).s3Key!;
}

/**
 * What is found beside photos in a bucket. The workflow judges by content, and so a name that could be a photo's
 * is let through, and one without an extension as well: reading every object first would cost as much as running it.
 */
const otherExtension =
  /\.(txt|md|csv|tsv|jsonl?|xml|xmp|aae|html?|pdf|docx?|xlsx?|pptx?|ini|log|db|ds_store|thm|zip|gz|tgz|tar|7z|rar|mp4|m4v|mov|avi|mkv|mts|mpe?g|webm|3gp|mp3|m4a|wav|flac|ogg|aac)$/i;

/** Why an object is no photo; undefined for what may be one. `size` in bytes. */
export function whySkipped(key: string, size?: number): 'folderPlaceholders' | 'otherFiles' | undefined {
  // As the trigger of uploads judges: a key that ends in a slash may be a photo's.
  if (size === 0) return 'folderPlaceholders';
  return otherExtension.test(key) ? 'otherFiles' : undefined;
}
