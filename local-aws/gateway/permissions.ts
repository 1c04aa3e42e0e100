import { accountId, collectionArn, region } from '../account.ts';
import type { Call } from './call.ts';
import { objectArn, s3Permissions } from './s3-permissions.ts';

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
