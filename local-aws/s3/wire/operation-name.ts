import type { RequestHeaders, RequestTarget } from './request-parts.ts';

/** Query parameters that make a request about a part of a bucket's configuration. */
const bucketConfigurations: Record<string, string> = {
  accelerate: 'BucketAccelerateConfiguration',
  acl: 'BucketAcl',
  analytics: 'BucketAnalyticsConfiguration',
  cors: 'BucketCors',
  encryption: 'BucketEncryption',
  'intelligent-tiering': 'BucketIntelligentTieringConfiguration',
  inventory: 'BucketInventoryConfiguration',
  lifecycle: 'BucketLifecycleConfiguration',
  location: 'BucketLocation',
  logging: 'BucketLogging',
  metrics: 'BucketMetricsConfiguration',
  notification: 'BucketNotificationConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  replication: 'BucketReplication',
  requestPayment: 'BucketRequestPayment',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  website: 'BucketWebsite',
};

const objectAspects: Record<string, string> = {
  acl: 'ObjectAcl',
  attributes: 'ObjectAttributes',
  'legal-hold': 'ObjectLegalHold',
  retention: 'ObjectRetention',
  tagging: 'ObjectTagging',
  torrent: 'ObjectTorrent',
};

const verbs: Record<string, string> = { GET: 'Get', PUT: 'Put', DELETE: 'Delete' };

/** The operation of S3's API a request stands for; undefined when there is none. */
export function operationName(
  method: string,
  { bucket, key, query }: RequestTarget,
  headers: RequestHeaders,
): string | undefined {
  if (bucket === undefined && key === undefined) return method === 'GET' ? 'ListBuckets' : undefined;
  const aspects = key === undefined ? bucketConfigurations : objectAspects;
  const aspect = Object.keys(aspects).find((parameter) => query.has(parameter));
  const verb = verbs[method];
  if (aspect !== undefined && verb !== undefined) return `${verb}${aspects[aspect]}`;
  return key === undefined ? bucketOperation(method, query) : objectOperation(method, query, headers);
}

function bucketOperation(method: string, query: URLSearchParams): string | undefined {
  switch (method) {
    case 'GET':
      if (query.has('uploads')) return 'ListMultipartUploads';
      if (query.has('versions')) return 'ListObjectVersions';
      if (query.has('session')) return 'CreateSession';
      return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
    case 'HEAD':
      return 'HeadBucket';
    case 'PUT':
      return 'CreateBucket';
    case 'DELETE':
      return 'DeleteBucket';
    case 'POST':
      return query.has('delete') ? 'DeleteObjects' : 'PostObject';
  }
}

function objectOperation(
  method: string,
  query: URLSearchParams,
  headers: RequestHeaders,
): string | undefined {
  const upload = query.has('uploadId');
  const copy = headers.has('x-amz-copy-source');
  switch (method) {
    case 'GET':
      return upload ? 'ListParts' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      if (upload) return copy ? 'UploadPartCopy' : 'UploadPart';
      if (query.has('renameObject')) return 'RenameObject';
      return copy ? 'CopyObject' : 'PutObject';
    case 'DELETE':
      return upload ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      if (query.has('restore')) return 'RestoreObject';
      if (query.has('select')) return 'SelectObjectContent';
      return upload ? 'CompleteMultipartUpload' : undefined;
  }
}
