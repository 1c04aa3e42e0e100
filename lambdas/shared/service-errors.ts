import {
  BucketMissing,
  CollectionMissing,
  EncryptionKeyUnusable,
  PermissionMissing,
  PhotoChanged,
  PhotoGone,
  TableMissing,
} from './errors.ts';
import { isRetryable } from './retryable-errors.ts';

/** The call that failed: which service, with which input, in which Region. */
export interface FailedCall {
  readonly service: 'Rekognition' | 'S3' | 'DynamoDB';
  readonly input: { CollectionId?: string; TableName?: string; Bucket?: string; Key?: string };
  readonly region: string;
}

/**
 * The name under which a service's error goes to the state machine.
 *
 * Services share names (ResourceNotFoundException is a collection or a table), so what every face would
 * meet gets a name of this project and a message that says what to mend. Retryable errors keep AWS's name,
 * network errors get their code as name, and an error of 5xx without a useful name counts as
 * ServiceUnavailable. Anything else is returned as it came.
 */
export function nameServiceError(error: unknown, call: FailedCall): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (isRetryable(error.name)) return error;
  const rename = permanent[call.service][error.name] ?? permanentEverywhere[error.name];
  if (rename) return rename(error, call);
  return renamed(error, networkCode(error) ?? serverFault(error));
}

type Rename = (error: Error, call: FailedCall) => Error;

const object = ({ input }: FailedCall) => `s3://${input.Bucket}/${input.Key}`;

const permanent: Record<FailedCall['service'], Record<string, Rename>> = {
  Rekognition: {
    ResourceNotFoundException: (_, { input, region }) =>
      new CollectionMissing(
        `Expected the collection "${input.CollectionId}" in ${region}, found none. Create it there, or correct ` +
          'REKOGNITION_COLLECTION_ID or the Region; then redrive the execution',
      ),
  },
  S3: {
    NoSuchKey: (_, call) => new PhotoGone(`${object(call)} does not exist`),
    NoSuchVersion: (_, call) => new PhotoGone(`${object(call)} no longer has the version that was asked for`),
    PreconditionFailed: (_, call) =>
      new PhotoChanged(
        `${object(call)} was overwritten while it was worked on; the new photo starts its own execution`,
      ),
    NoSuchBucket: (_, { input }) => new BucketMissing(`Expected a bucket "${input.Bucket}", found none`),
  },
  DynamoDB: {
    ResourceNotFoundException: (_, { input, region }) =>
      new TableMissing(
        `Expected the table "${input.TableName}" in ${region}, found none. Create it there, or correct ` +
          'PHOTOS_TABLE or the Region; then redrive the execution',
      ),
  },
};

const permissionMissing: Rename = (error, call) => new PermissionMissing(explainDenial(error.message, call));
const keyUnusable: Rename = (error) => new EncryptionKeyUnusable(error.message);

const permanentEverywhere: Record<string, Rename> = {
  AccessDenied: permissionMissing,
  AccessDeniedException: permissionMissing,
  'KMS.DisabledException': keyUnusable,
  'KMS.NotFoundException': keyUnusable,
  'KMS.KMSInvalidStateException': keyUnusable,
  KMSInvalidStateException: keyUnusable,
};

/** Takes role, action and resource out of AWS's sentence; a wording it does not know passes whole. */
function explainDenial(message: string, call: FailedCall): string {
  const known =
    /User: (?<user>\S+) is not authorized to perform: (?<action>\S+)(?: on resource: "?(?<resource>[^\s"]+)"?)?/.exec(
      message,
    )?.groups;
  if (!known) return `${call.service}${call.input.Key ? ` refused ${object(call)}` : ''}: ${message}`;
  const role = /assumed-role\/([^/]+)/.exec(known.user!)?.[1] ?? known.user;
  return (
    `The role ${role} may not ${known.action} on ${known.resource ?? 'the resource'}. ` +
    'Allow it in the role (or take away what denies it), then redrive the execution'
  );
}

function networkCode(error: Error): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return code && isRetryable(code) ? code : undefined;
}

function serverFault(error: Error): string | undefined {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  return status >= 500 ? 'ServiceUnavailable' : undefined;
}

function renamed(error: Error, name: string | undefined): Error {
  if (!name) return error;
  return Object.assign(new Error(`${error.name}: ${error.message}`), { name });
}
