import { accountId, collectionArn, region } from '../account.ts';
import type { Call } from './call.ts';

/** What IAM would ask for before it lets a call through. */
export interface Permission {
  /** `s3:GetObject`, `rekognition:SearchFacesByImage` */
  readonly action: string;
  /** An ARN, or `*` where the action knows no resource. */
  readonly resource: string;
}

type Input = Call['input'];

/** The permissions one call needs, after AWS's Service Authorization Reference. */
export function permissionsFor({ service, operation, input }: Call): Permission[] {
  switch (service) {
    case 's3':
      return s3Permissions(operation, input);
    case 'rekognition':
      return [{ action: `rekognition:${operation}`, resource: collection(input) }, ...imageReads(input)];
    case 'dynamodb':
      return tables(input).map((resource) => ({ action: `dynamodb:${operation}`, resource }));
    case 'states':
      return [{ action: `states:${operation}`, resource: machineOrExecution(input) }];
  }
}

const collection = ({ CollectionId }: Input) =>
  CollectionId === undefined ? '*' : collectionArn(String(CollectionId));

/** Rekognition reads the photo with the permissions of whoever calls it. */
function imageReads({ Image }: Input): Permission[] {
  const pointer = (
    Image as { S3Object?: { Bucket?: string; Name?: string; Version?: string } } | null | undefined
  )?.S3Object;
  if (!pointer) return [];
  const resource = objectArn(String(pointer.Bucket), String(pointer.Name));
  const actions = pointer.Version ? ['s3:GetObject', 's3:GetObjectVersion'] : ['s3:GetObject'];
  return actions.map((action) => ({ action, resource }));
}

function tables({ TableName, IndexName, RequestItems }: Input): string[] {
  if (TableName !== undefined) return [tableArn(String(TableName), IndexName)];
  const inBatch = Object.keys(RequestItems ?? {});
  return inBatch.length ? inBatch.map((name) => tableArn(name)) : ['*'];
}

const tableArn = (table: string, index?: unknown) =>
  `arn:aws:dynamodb:${region}:${accountId}:table/${table}${index === undefined ? '' : `/index/${index}`}`;

const machineOrExecution = ({ executionArn, stateMachineArn }: Input) =>
  String(executionArn ?? stateMachineArn ?? '*');

const objectArn = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;

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
function s3Permissions(
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
