import type * as errors from './errors.ts';

/**
 * What an error means for the work, and so what the state machine does with it:
 *
 * - `throttle`, `transient`, `lost`: retried, patiently, briefly, or twice (the function did not answer)
 * - `face`: this face is recorded as Failed, its siblings go on
 * - `photo`: this photo is recorded as FAILED
 * - `everything`: the execution fails at once, to be redriven after the fix
 */
export type ErrorClass = 'throttle' | 'transient' | 'lost' | 'face' | 'photo' | 'everything';

type ErrorName = keyof typeof errors;
type Classes<Name extends string> = Readonly<Partial<Record<ErrorClass, readonly Name[]>>>;

/** This project's own: errors.ts has a class of each, and environment.ts the last. */
export const projectErrors = {
  throttle: ['Throttled'],
  transient: ['ServiceFault'],
  face: ['FaceFailed'],
  photo: [
    'PhotoGone',
    'PhotoArchived',
    'PhotoUnreadable',
    'PhotoUnsupported',
    'PhotoTooLarge',
    'PhotoTooSmall',
  ],
  everything: [
    'InvalidInput',
    'PhotoChanged',
    'CutoutsGone',
    'PermissionMissing',
    'CollectionMissing',
    'TableMissing',
    'BucketMissing',
    'EncryptionKeyUnusable',
    'EnvironmentInvalid',
  ],
} as const satisfies Classes<ErrorName | 'EnvironmentInvalid'>;

/**
 * By these an execution ends because of its own photo or input, and says nothing of the next one: nobody is called.
 * Those of `photo` are caught in DetectFaces; a photo that goes, or goes to an archive, later ends its execution.
 */
export const ownFate: readonly (typeof projectErrors)['photo' | 'everything'][number][] = [
  ...projectErrors.photo,
  'InvalidInput',
  'PhotoChanged',
  'CutoutsGone',
];

/** Lambda's and Step Functions' own, which no handler ever sees. */
export const platformErrors = {
  throttle: ['Lambda.TooManyRequestsException'],
  transient: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
  ],
  lost: ['States.Timeout', 'Sandbox.Timedout', 'Lambda.Unknown', 'Runtime.ExitError'],
} as const satisfies Classes<string>;

/** Node's and the SDK's own, whatever the service. */
export const networkErrors: readonly string[] = [
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
];
const badCredentials = ['CredentialsProviderError', 'ExpiredTokenException', 'UnrecognizedClientException'];

/**
 * AWS's names by the error of this project as which a handler throws them. Nobody expects those that stay `asTheyAre`:
 * a defect of ours, that fails the execution under AWS's name.
 */
type Names = Readonly<Partial<Record<ErrorName | 'asTheyAre', readonly string[]>>>;

const rekognition = {
  Throttled: ['ProvisionedThroughputExceededException', 'ThrottlingException'],
  ServiceFault: [...networkErrors, 'InternalServerError'],
  PermissionMissing: [...badCredentials, 'AccessDeniedException'],
};

/** Under KMS, S3 hands on the key's errors, some with the prefix and some without. */
const s3 = {
  Throttled: ['SlowDown', 'ThrottlingException'],
  ServiceFault: [...networkErrors, 'InternalError', 'ServiceUnavailable', 'RequestTimeout'],
  PermissionMissing: [
    ...badCredentials,
    'AccessDenied',
    'AccessDeniedException',
    'ExpiredToken',
    'InvalidAccessKeyId',
  ],
  BucketMissing: ['NoSuchBucket', 'PermanentRedirect'],
  EncryptionKeyUnusable: [
    'KMS.DisabledException',
    'KMS.InvalidKeyUsageException',
    'KMS.NotFoundException',
    'KMS.KMSInvalidStateException',
    'KMSInvalidStateException',
  ],
};

const dynamodb = {
  Throttled: ['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'],
  ServiceFault: [...networkErrors, 'InternalServerError'],
  PermissionMissing: [...badCredentials, 'AccessDeniedException'],
  TableMissing: ['ResourceNotFoundException'],
  EncryptionKeyUnusable: ['KMSInvalidStateException'],
  asTheyAre: ['InvalidEndpointException', 'ValidationException'],
};

/** Every error of every call the Lambdas make; from the SDK's models and facts of the services. */
export const serviceErrors = {
  DetectFaces: {
    ...rekognition,
    PhotoUnreadable: ['InvalidImageFormatException'],
    PhotoTooLarge: ['ImageTooLargeException'],
    // The photo has just been read by the same role: what is missing is Rekognition's way to it.
    PermissionMissing: [...rekognition.PermissionMissing, 'InvalidS3ObjectException'],
    asTheyAre: ['InvalidParameterException'],
  },
  SearchFacesByImage: {
    ...rekognition,
    CollectionMissing: ['ResourceNotFoundException'],
    FaceFailed: [
      // "There are no faces in the image" comes under this name, too: that one is an outcome.
      'InvalidParameterException',
      'InvalidImageFormatException',
      'ImageTooLargeException',
      'InvalidS3ObjectException',
    ],
  },
  GetObject: {
    ...s3,
    PhotoGone: ['NoSuchKey', 'NoSuchVersion'],
    PhotoArchived: ['InvalidObjectState'],
    // What is wrong with this object alone; service-errors.ts explains each.
    PhotoUnreadable: [
      'InvalidRange',
      'InvalidRequest',
      'KMS.InvalidGrantTokenException',
      'KMS.InvalidCiphertextException',
      'KMS.IncorrectKeyException',
      'InvalidPayer',
      'KeyTooLongError',
      'InvalidURI',
    ],
    PhotoChanged: ['PreconditionFailed'],
  },
  PutObject: {
    ...s3,
    FaceFailed: ['EncryptionTypeMismatch', 'InvalidRequest', 'InvalidWriteOffset', 'TooManyParts'],
  },
  // ConditionalCheckFailedException is an outcome: the record is superseded.
  UpdateItem: {
    ...dynamodb,
    ServiceFault: [
      ...dynamodb.ServiceFault,
      'TransactionConflictException',
      'ReplicatedWriteConflictException',
    ],
    asTheyAre: ['ItemCollectionSizeLimitExceededException', ...dynamodb.asTheyAre],
  },
  ListObjectsV2: s3,
  BatchGetItem: dynamodb,
  Scan: dynamodb,
} as const satisfies Readonly<Record<string, Names>>;

type KeysOf<Union> = Union extends unknown ? keyof Union : never;
/** As which a service's error can be thrown. */
export type ThrownAs = Exclude<KeysOf<(typeof serviceErrors)[keyof typeof serviceErrors]>, 'asTheyAre'>;

const tables: Readonly<Record<string, Names>> = serviceErrors;

/** As which error of this project an error of a call is thrown; undefined when it stays as it is. */
export function thrownAs(operation: string, name: string): ThrownAs | undefined {
  const [as] = Object.entries(tables[operation] ?? {}).find(([, names]) => names.includes(name)) ?? [];
  return as === 'asTheyAre' ? undefined : (as as ThrownAs | undefined);
}

/** AWS's own names of throttles and passing faults, for who calls AWS without a state machine. */
export const passingErrors: ReadonlySet<string> = new Set(
  Object.values(tables).flatMap(({ Throttled = [], ServiceFault = [] }) => [...Throttled, ...ServiceFault]),
);
