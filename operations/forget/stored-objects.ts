import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Target } from '../connect.ts';

/** An object, or one version of it. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  /** `null` for an object of before its bucket was versioned. */
  readonly versionId?: string;
}

/** S3 refused to delete an object: most often a permission is missing, or the object is locked. */
class ObjectNotDeleted extends Error {
  override name = 'ObjectNotDeleted' as const;
}

/** All objects under a prefix; on AWS all their versions, since a deleted object of a versioned bucket lives on. */
export const findObjects = (
  { s3, kind }: Pick<Target, 's3' | 'kind'>,
  bucket: string,
  prefix: string,
): Promise<StoredObject[]> =>
  kind === 'aws' ? findVersions(s3, bucket, prefix) : findCurrent(s3, bucket, prefix);

/** The local S3 has no versions. */
async function findCurrent(s3: S3Client, bucket: string, prefix: string): Promise<StoredObject[]> {
  const pages = await Array.fromAsync(
    paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix }),
  );
  return pages.flatMap(({ Contents = [] }) => Contents.map(({ Key }) => ({ bucket, key: Key! })));
}

async function findVersions(s3: S3Client, bucket: string, prefix: string): Promise<StoredObject[]> {
  const found: StoredObject[] = [];
  let page: Partial<ListObjectVersionsCommandOutput> = {};
  do {
    page = await s3.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: prefix,
        KeyMarker: page.NextKeyMarker,
        VersionIdMarker: page.NextVersionIdMarker,
      }),
    );
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      found.push({ bucket, key: Key!, versionId: VersionId });
    }
  } while (page.IsTruncated);
  return found;
}

/** What no XML document can say, and so no DeleteObjects: S3 calls it MalformedXML. Such a key is deleted by itself. */
const unsayable = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** DeleteObjects' limit. */
const mostAtOnce = 1000;

/** Deletes objects for good. Throws ObjectNotDeleted for the first that S3 does not delete. */
export async function deleteObjects(s3: S3Client, objects: readonly StoredObject[]): Promise<void> {
  const [inDocuments, alone] = [true, false].map((sayable) =>
    objects.filter(({ key }) => unsayable.test(key) !== sayable),
  );
  for (const { bucket, key, versionId } of alone!) {
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  }
  for (const [bucket, inBucket] of Map.groupBy(inDocuments!, (object) => object.bucket)) {
    for (let start = 0; start < inBucket.length; start += mostAtOnce) {
      const Objects = inBucket
        .slice(start, start + mostAtOnce)
        .map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
      const request = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Quiet: true, Objects } });
      const { Errors: [refused] = [] } = await s3.send(request);
      if (!refused) continue;
      throw new ObjectNotDeleted(
        `Expected s3://${bucket}/${refused.Key} to be deleted, got ${refused.Code}: ${refused.Message}. Mend it and run this again`,
      );
    }
  }
}
