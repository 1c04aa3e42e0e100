import type { platformErrors, projectErrors } from '../../lambdas/shared/error-classes.ts';

/**
 * What helps an execution that ended with an error:
 *
 * - `redrive`: it goes on where it stopped, once what the error names is mended, or over
 * - `start again`: a redrive would meet the same again, for it is decided by what the execution has: its record is
 *   written, what it pinned is gone, or its own data are at fault
 * - `wrong input`: so would a new execution with the same input
 */
export type Help = 'redrive' | 'start again' | 'wrong input';

type NamesIn<Classes> = Classes[keyof Classes] extends readonly (infer Name extends string)[] ? Name : never;

/** Step Functions' own that this definition can end with, beside those of error-classes.ts. */
type StatesError =
  | 'States.Runtime'
  | 'States.DataLimitExceeded'
  | 'States.ParameterPathFailure'
  | 'States.ResultPathMatchFailure'
  | 'States.IntrinsicFailure'
  | 'States.Permissions';

/** Complete by its type for this project's errors and the platform's; a test finds all that the definition can end with. */
export const helpByError: Readonly<
  Record<
    | NamesIn<typeof projectErrors>
    | NamesIn<typeof platformErrors>
    | StatesError
    | 'FacesFailed'
    | 'PhotoFailed',
    Help
  >
> = {
  // The Fail states: the photo's record is written, with what failed in it.
  FacesFailed: 'start again',
  PhotoFailed: 'start again',

  InvalidInput: 'wrong input',

  // The photo that was pinned is not there any more, or what was made of it.
  PhotoChanged: 'start again',
  CutoutsGone: 'start again',
  PhotoGone: 'start again',
  // While the photo is detected these are caught. A search meets them when the photo changed since.
  PhotoArchived: 'start again',
  PhotoUnreadable: 'start again',
  PhotoUnsupported: 'start again',
  PhotoTooLarge: 'start again',
  PhotoTooSmall: 'start again',

  // A redrive goes on with the same data by the same definition, whatever was deployed since.
  'States.Runtime': 'start again',
  'States.DataLimitExceeded': 'start again',
  'States.ParameterPathFailure': 'start again',
  'States.ResultPathMatchFailure': 'start again',
  'States.IntrinsicFailure': 'start again',

  // Something in the account that is mended there.
  PermissionMissing: 'redrive',
  CollectionMissing: 'redrive',
  TableMissing: 'redrive',
  BucketMissing: 'redrive',
  EncryptionKeyUnusable: 'redrive',
  EnvironmentInvalid: 'redrive',
  'States.Permissions': 'redrive',

  // Over after a while. A face's own FaceFailed is caught: this one is of a working file that could not be stored.
  FaceFailed: 'redrive',
  Throttled: 'redrive',
  ServiceFault: 'redrive',
  'Lambda.TooManyRequestsException': 'redrive',
  'Lambda.ClientExecutionTimeoutException': 'redrive',
  'Lambda.ServiceException': 'redrive',
  'Lambda.AWSLambdaException': 'redrive',
  'Lambda.SdkClientException': 'redrive',
  'Lambda.Unknown': 'redrive',
  'States.Timeout': 'redrive',
  'Sandbox.Timedout': 'redrive',
  'Runtime.ExitError': 'redrive',
};

const table: ReadonlyMap<string | undefined, Help> = new Map(Object.entries(helpByError));

/**
 * What helps an execution that ended with this error, or, as one that was aborted, with none.
 *
 * An error that nobody foresaw is a defect of a function: a redrive calls the functions as they are then.
 */
export const whatHelps = (error: string | undefined): Help => table.get(error) ?? 'redrive';
