import { networkErrors } from '../../lambdas/shared/error-classes.ts';
import type { Answer } from './waiting-faces.ts';

/** The face stays where it is, and is worked off again later. */
export const later = Symbol('later');

const passing: ReadonlySet<string> = new Set([
  ...networkErrors,
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'InternalServerError',
]);

/** What every face would meet: it ends the work, and leaves all faces where they are. */
const ofEverybody: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'ResourceNotFoundException',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'CredentialsProviderError',
  'StagingGone',
]);

/**
 * A call for one of many faces that are worked off together. What passes leaves the face for later, and any other error is
 * its answer: one face does not stop the others. Throws what every face would meet.
 */
export async function callFor<Result>(call: () => Promise<Result>): Promise<Result | Answer | typeof later> {
  try {
    return await call();
  } catch (error) {
    const { name, message } = error as Error;
    if (passing.has(name)) return later;
    if (ofEverybody.has(name)) throw error;
    return { error: { name, message } };
  }
}
