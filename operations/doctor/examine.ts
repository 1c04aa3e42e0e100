import { type Check, type Finding, failed, type Verdict, warning } from './check.ts';
import { missingPermission } from './missing-permission.ts';

/** Makes a check. What it may not see is a warning, any other error a failure. */
export async function examine<Subject>(check: Check<Subject>, subject: Subject): Promise<Finding> {
  try {
    return { check: check.name, ...(await check.examine(subject)) };
  } catch (error) {
    return { check: check.name, ...judgeError(error as Error, check.actions) };
  }
}

function judgeError(error: Error, actions: readonly string[]): Verdict {
  const missing = missingPermission(error, actions);
  if (missing) return warning(`not checked: ${missing.message}`, missing.mend);
  const message = `${error.name}: ${error.message}`;
  if (goneOrElsewhere.has(error.name))
    return failed(`not checked: ${message}`, 'mend the failed check of it');
  return failed(message, runAgain);
}

/** Of a thing that has a check of its own, which says how to mend it. */
const goneOrElsewhere = new Set([
  'NoSuchBucket',
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'StateMachineDoesNotExist',
  'ResourceNotFoundException',
]);

/** For an error that no check expects, such as a throttle. */
export const runAgain = 'run it again: a passing fault is gone by then';
