import { tellOriginal } from '../../statemachine/original-error.ts';
import { networkErrors, type ThrownAs, thrownAs } from './error-classes.ts';
import * as errors from './errors.ts';

/** The call that failed: of which service which operation, with which input, in which Region. */
export interface FailedCall {
  /** As the SDK names it: `S3`. */
  readonly service: string;
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
 * Services share names (ResourceNotFoundException is a collection or a table), so error-classes.ts says by operation as
 * which error of this project it is thrown: one that says what to mend, with AWS's as its `cause`. Network errors and
 * an unknown error of status 5xx are a ServiceFault. Anything else is returned as it came.
 */
export function nameServiceError(thrown: unknown, call: FailedCall): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const name =
    thrownAs(call.operation, error.name) ??
    (networkCode(error) || statusOf(error) >= 500 ? 'ServiceFault' : undefined);
  return name ? new classes[name](explanations[name](error, call), { cause: error }) : error;
}

/** Every name in the tables has a class. */
const classes: Readonly<Record<ThrownAs, new (message: string, options: ErrorOptions) => Error>> = errors;

type Explain = (error: Error, call: FailedCall) => string;

/** What is said of a photo begins with its key, whoever says it. */
const place = ({ input }: FailedCall) => input.Key ?? input.Image?.S3Object?.Name;
const address = (call: FailedCall) =>
  `s3://${call.input.Bucket ?? call.input.Image?.S3Object?.Bucket}/${place(call)}`;
const thenRedrive = 'then redrive the execution';

/** Complete by its type: no table can rename an error without an explanation. */
const explanations: Readonly<Record<ThrownAs, Explain>> = {
  Throttled: tellOriginal,
  ServiceFault: (error, call) => {
    const name = networkErrors.includes(error.name) ? error.name : (networkCode(error) ?? error.name);
    return tellOriginal({ name, message: error.message || `HTTP ${statusOf(error)}` }, call);
  },
  FaceFailed: tellOriginal,
  PhotoGone: (_, call) => `${place(call)} does not exist`,
  PhotoChanged: (_, call) =>
    `${place(call)} was overwritten while it was worked on; the new photo starts its own execution`,
  PhotoArchived: (_, call) => `${place(call)} is archived; restore it from its storage class first`,
  PhotoUnreadable: explainUnreadable,
  PhotoTooLarge: (error, call) => `${place(call)} is too large for Rekognition (${error.message})`,
  CollectionMissing: (_, { input, region }) =>
    `Expected the collection "${input.CollectionId}" in ${region}, found none. Create it there, or correct ` +
    `REKOGNITION_COLLECTION_ID or the Region; ${thenRedrive}`,
  TableMissing: (_, { input, region }) =>
    `Expected the table "${input.TableName}" in ${region}, found none. Create it there, or correct ` +
    `the function's PHOTOS_TABLE or PACE_TABLE, or the Region; ${thenRedrive}`,
  BucketMissing: (error, { input, region }) =>
    `Expected the bucket "${input.Bucket}" in ${region}: ${error.message}`,
  EncryptionKeyUnusable: (error) => `${error.message}; mend the key, ${thenRedrive}`,
  PermissionMissing: explainDenial,
};

/** What S3 says of one object can only be mended in the object. */
function explainUnreadable({ name, message }: Error, call: FailedCall): string {
  if (call.operation !== 'GetObject')
    return `${place(call)} is damaged: Rekognition cannot decode it (${message})`;
  // No byte of an empty object is in range.
  if (name === 'InvalidRange') return `${place(call)} is empty; expected a photo`;
  const [fault, how] = whyKept(name, message);
  return `${place(call)} ${fault}: upload the photo again${how} (${name}: ${message})`;
}

/** What is wrong with an object that S3 never hands out, and how to upload it again. */
function whyKept(name: string, message: string): [fault: string, how: string] {
  if (name === 'InvalidRequest' && /server.side encryption/i.test(message))
    return ['is encrypted with a key that only its uploader has (SSE-C)', ' without that key'];
  if (name.startsWith('KMS.')) return ['is encrypted so that its key does not open it', ''];
  if (/^(KeyTooLongError|InvalidURI)$/.test(name))
    return ['has a name that S3 does not take', ' under another one'];
  return ['is not handed out by S3', ''];
}

/** Takes role, action and resource out of AWS's sentence; a wording it does not know passes whole. */
function explainDenial(error: Error, call: FailedCall): string {
  if (error.name === 'InvalidS3ObjectException') {
    return (
      `Rekognition cannot read ${address(call)}, which exists. Expected the bucket in ${call.region}, and a role with ` +
      `s3:GetObject and s3:GetObjectVersion on it (and kms:Decrypt on its key): ${error.message}`
    );
  }
  const known =
    /User: (?<user>\S+) is not authorized to perform: (?<action>\S+)(?: on resource: "?(?<resource>[^\s"]+)"?)?/.exec(
      error.message,
    )?.groups;
  if (!known) {
    // S3 says no more than this of a bucket that is another account's.
    const owner = call.service === 'S3' ? '; expected a role that may, and a bucket of its own account' : '';
    return `${call.operation}${call.input.Key ? ` of ${address(call)}` : ''} was refused: ${error.message}${owner}`;
  }
  const role = /assumed-role\/([^/]+)/.exec(known.user!)?.[1] ?? known.user;
  return (
    `The role ${role} may not ${known.action} on ${known.resource ?? 'the resource'}. ` +
    `Allow it in the role (or take away what denies it), ${thenRedrive}`
  );
}

function networkCode(error: Error): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return code && networkErrors.includes(code) ? code : undefined;
}

const statusOf = (error: Error): number =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
