import type { Call } from './call.ts';
import type { Permission } from './permissions.ts';

export const objectArn = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;

/** Operations of S3 whose action has another name. */
const actions: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  ListParts: 'ListMultipartUploadParts',
  DeleteObjects: 'DeleteObject',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  HeadBucket: 'ListBucket',
  ListBuckets: 'ListAllMyBuckets',
};

/** The permissions a call to S3 needs; none for a request that is no operation of S3. */
export function s3Permissions(
  operation: string,
  { Bucket, Key, VersionId, CopySource }: Call['input'],
): Permission[] {
  if (operation === 'Unknown') return [];
  const action = `s3:${actions[operation] ?? operation}${VersionId === undefined ? '' : 'Version'}`;
  const permission = { action, resource: resource(operation, Bucket, Key) };
  if (CopySource === undefined) return [permission];
  // bucket/key, with a slash before it or not, and a version id after it or not
  const source = String(CopySource).replace(/^\//, '').split('?')[0];
  return [permission, { action: 's3:GetObject', resource: `arn:aws:s3:::${source}` }];
}

function resource(operation: string, bucket: unknown, key: unknown): string {
  if (bucket === undefined) return '*';
  if (key !== undefined) return objectArn(String(bucket), String(key));
  // It names its keys in the body.
  return operation === 'DeleteObjects' ? objectArn(String(bucket), '*') : `arn:aws:s3:::${bucket}`;
}
