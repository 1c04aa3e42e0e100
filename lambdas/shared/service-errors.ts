import { isRetryable, serviceErrors } from './error-classes.ts';
import * as errors from './errors.ts';

/** The call that failed: which operation, with which input, in which Region. */
export interface FailedCall {
  /** As the SDK names it: `GetObject`. */
  readonly operation: string;
  readonly input: FailedInput;
  readonly region: string;
}

interface FailedInput {
  readonly CollectionId?: string;
  readonly TableName?: string;
  readonly Bucket?: string;
  readonly Key?: string;
  readonly Image?: { readonly S3Object?: { readonly Bucket?: string; readonly Name?: string } };
}

/**
 * Gives a service's error the name and message with which it goes to the state machine.
 *
 * Services share names (ResourceNotFoundException is a collection or a table), so what error-classes.ts
 * renames gets an error of this project that says what to mend. Network errors get their code as name, and
 * an unknown error of status 5xx counts as ServiceUnavailable. Anything else is returned as it came.
 */
export function nameServiceError(thrown: unknown, call: FailedCall): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const classification = serviceErrors[call.operation]?.[error.name];
  if (!classification) return renamed(error, networkCode(error) ?? serverFault(error));
  return explanations[classification.as]?.(error, call) ?? error;
}

type Explain = (error: Error, call: FailedCall) => Error;

const place = ({ input }: FailedCall) =>
  `s3://${input.Bucket ?? input.Image?.S3Object?.Bucket}/${input.Key ?? input.Image?.S3Object?.Name}`;
const thenRedrive = 'then redrive the execution';

const explanations: Readonly<Record<string, Explain>> = {
  PhotoGone: (_, call) => new errors.PhotoGone(`${place(call)} does not exist`),
  PhotoChanged: (_, call) =>
    new errors.PhotoChanged(
      `${place(call)} was overwritten while it was worked on; the new photo starts its own execution`,
    ),
  PhotoArchived: (_, call) =>
    new errors.PhotoArchived(`${place(call)} is archived; restore it from its storage class first`),
  PhotoUnreadable: (error, call) =>
    new errors.PhotoUnreadable(
      error.name === 'InvalidRange'
        ? `${place(call)} is empty; expected a photo`
        : `${place(call)} is damaged: Rekognition cannot decode it (${error.message})`,
    ),
  PhotoTooLarge: (error, call) =>
    new errors.PhotoTooLarge(`${place(call)} is too large for Rekognition (${error.message})`),
  CollectionMissing: (_, { input, region }) =>
    new errors.CollectionMissing(
      `Expected the collection "${input.CollectionId}" in ${region}, found none. Create it there, or correct ` +
        `REKOGNITION_COLLECTION_ID or the Region; ${thenRedrive}`,
    ),
  TableMissing: (_, { input, region }) =>
    new errors.TableMissing(
      `Expected the table "${input.TableName}" in ${region}, found none. Create it there, or correct ` +
        `PHOTOS_TABLE or the Region; ${thenRedrive}`,
    ),
  BucketMissing: (error, { input, region }) =>
    new errors.BucketMissing(`Expected the bucket "${input.Bucket}" in ${region}: ${error.message}`),
  EncryptionKeyUnusable: (error) =>
    new errors.EncryptionKeyUnusable(`${error.message}; mend the key, ${thenRedrive}`),
  PermissionMissing: (error, call) => new errors.PermissionMissing(explainDenial(error, call)),
};

/** Takes role, action and resource out of AWS's sentence; a wording it does not know passes whole. */
function explainDenial(error: Error, call: FailedCall): string {
  if (error.name === 'InvalidS3ObjectException') {
    return (
      `Rekognition cannot read ${place(call)}, which exists. Expected the bucket in ${call.region}, and a role with ` +
      `s3:GetObject and s3:GetObjectVersion on it (and kms:Decrypt on its key): ${error.message}`
    );
  }
  const known =
    /User: (?<user>\S+) is not authorized to perform: (?<action>\S+)(?: on resource: "?(?<resource>[^\s"]+)"?)?/.exec(
      error.message,
    )?.groups;
  if (!known)
    return `${call.operation}${call.input.Key ? ` of ${place(call)}` : ''} was refused: ${error.message}`;
  const role = /assumed-role\/([^/]+)/.exec(known.user!)?.[1] ?? known.user;
  return (
    `The role ${role} may not ${known.action} on ${known.resource ?? 'the resource'}. ` +
    `Allow it in the role (or take away what denies it), ${thenRedrive}`
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
