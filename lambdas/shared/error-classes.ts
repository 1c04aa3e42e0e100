/**
 * What an error means for the work, and so what the state machine does with it:
 *
 * - `throttle`, `transient`, `lost`: retried, patiently, briefly, or twice (the function did not answer)
 * - `face`: this face is recorded as Failed, its siblings go on
 * - `photo`: this photo is recorded as FAILED
 * - `everything`: the execution fails at once, to be redriven after the fix
 */
export type ErrorClass = 'throttle' | 'transient' | 'lost' | 'face' | 'photo' | 'everything';

export interface Classification {
  readonly is: ErrorClass;
  /** The name under which it reaches the state machine. */
  readonly as: string;
}

type Names = Readonly<Record<string, Classification>>;

const kept = (is: ErrorClass, ...names: string[]): Names =>
  Object.fromEntries(names.map((name) => [name, { is, as: name }]));
const renamed = (is: ErrorClass, as: string, ...names: string[]): Names =>
  Object.fromEntries(names.map((name) => [name, { is, as }]));
const face = (...names: string[]) => renamed('face', 'FaceFailed', ...names);
const permission = (...names: string[]) => renamed('everything', 'PermissionMissing', ...names);

/** Node's and the SDK's own, whatever the service. */
const network: Names = kept(
  'transient',
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
);

const credentials = permission(
  'CredentialsProviderError',
  'ExpiredTokenException',
  'UnrecognizedClientException',
);

const rekognition: Names = {
  ...network,
  ...credentials,
  ...kept('throttle', 'ProvisionedThroughputExceededException', 'ThrottlingException'),
  ...kept('transient', 'InternalServerError'),
  ...permission('AccessDeniedException'),
};

/** Under KMS, S3 hands on the key's errors, some with the prefix and some without. */
const s3: Names = {
  ...network,
  ...credentials,
  ...kept('throttle', 'SlowDown', 'ThrottlingException'),
  ...kept('transient', 'InternalError', 'ServiceUnavailable', 'RequestTimeout'),
  ...permission('AccessDenied', 'AccessDeniedException', 'ExpiredToken', 'InvalidAccessKeyId'),
  ...renamed('everything', 'BucketMissing', 'NoSuchBucket', 'PermanentRedirect'),
  ...renamed(
    'everything',
    'EncryptionKeyUnusable',
    'KMS.DisabledException',
    'KMS.NotFoundException',
    'KMS.KMSInvalidStateException',
    'KMSInvalidStateException',
  ),
};

/** Every error of every call the Lambdas make; from the SDK's models and facts of the services. */
export const serviceErrors: Readonly<Record<string, Names>> = {
  DetectFaces: {
    ...rekognition,
    ...renamed('photo', 'PhotoUnreadable', 'InvalidImageFormatException'),
    ...renamed('photo', 'PhotoTooLarge', 'ImageTooLargeException'),
    // The photo has just been read by the same role: what is missing is Rekognition's way to it.
    ...permission('InvalidS3ObjectException'),
    ...kept('everything', 'InvalidParameterException'),
  },
  // "There are no faces in the image" comes as InvalidParameterException, too: that one is an outcome.
  SearchFacesByImage: {
    ...rekognition,
    ...renamed('everything', 'CollectionMissing', 'ResourceNotFoundException'),
    ...face(
      'InvalidParameterException',
      'InvalidImageFormatException',
      'ImageTooLargeException',
      'InvalidS3ObjectException',
    ),
  },
  GetObject: {
    ...s3,
    ...renamed('photo', 'PhotoGone', 'NoSuchKey', 'NoSuchVersion'),
    ...renamed('photo', 'PhotoArchived', 'InvalidObjectState'),
    // No byte of an empty object is in range.
    ...renamed('photo', 'PhotoUnreadable', 'InvalidRange'),
    ...renamed('everything', 'PhotoChanged', 'PreconditionFailed'),
  },
  PutObject: {
    ...s3,
    ...face('EncryptionTypeMismatch', 'InvalidRequest', 'InvalidWriteOffset', 'TooManyParts'),
  },
  // ConditionalCheckFailedException is an outcome: the record is superseded.
  UpdateItem: {
    ...network,
    ...credentials,
    ...kept(
      'throttle',
      'ProvisionedThroughputExceededException',
      'ThrottlingException',
      'RequestLimitExceeded',
    ),
    ...kept(
      'transient',
      'InternalServerError',
      'TransactionConflictException',
      'ReplicatedWriteConflictException',
    ),
    ...permission('AccessDeniedException'),
    ...renamed('everything', 'TableMissing', 'ResourceNotFoundException'),
    ...renamed('everything', 'EncryptionKeyUnusable', 'KMSInvalidStateException'),
    ...kept(
      'everything',
      'ItemCollectionSizeLimitExceededException',
      'InvalidEndpointException',
      'ValidationException',
    ),
  },
};

/** Lambda's and Step Functions' own, which no handler ever sees. */
export const platformErrors: Names = {
  ...kept('throttle', 'Lambda.TooManyRequestsException'),
  ...kept(
    'transient',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
  ),
  ...kept('lost', 'States.Timeout', 'Sandbox.Timedout', 'Lambda.Unknown', 'Runtime.ExitError'),
};

/** This project's own; each has its class in errors.ts. */
export const projectErrors: Names = {
  ...kept('face', 'FaceFailed'),
  ...kept(
    'photo',
    'PhotoGone',
    'PhotoArchived',
    'PhotoUnreadable',
    'PhotoUnsupported',
    'PhotoTooLarge',
    'PhotoTooSmall',
  ),
  ...kept(
    'everything',
    'InvalidInput',
    'EnvironmentInvalid',
    'PhotoChanged',
    'CutoutsGone',
    'PermissionMissing',
    'CollectionMissing',
    'TableMissing',
    'BucketMissing',
    'EncryptionKeyUnusable',
  ),
};

const all = [...Object.values(serviceErrors), platformErrors, projectErrors].flatMap((names) =>
  Object.values(names),
);

/** The names of one class as they reach the state machine. */
export const namesOf = (is: ErrorClass): ReadonlySet<string> =>
  new Set(all.filter((error) => error.is === is).map(({ as }) => as));

const retried = new Set([...namesOf('throttle'), ...namesOf('transient')]);
export const isRetryable = (name: string): boolean => retried.has(name);

/** Met by one face, but true for every face of the photo: this project's errors, save FaceFailed. */
export const concernsEveryFace = (name: string): boolean =>
  name in projectErrors && projectErrors[name]!.is !== 'face';
