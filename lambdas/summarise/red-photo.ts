import * as z from 'zod/mini';
import { readCaughtError } from '../../statemachine/face-record.ts';
import { readOriginal } from '../../statemachine/original-error.ts';
import { photoToReprocess, type RunEnding } from '../../statemachine/reprocess-payloads.ts';

/** A photo whose execution in a run did not succeed. */
export interface RedPhoto {
  readonly key: string;
  readonly ending: Extract<RunEnding, 'PARTIAL' | 'FAILED' | 'not recorded'>;
  /** The name of an error. */
  readonly reason: string;
  /** What the photo's execution, or the child that could not start it, told. */
  readonly cause: string;
}

/** A child that failed, as a Map Run's results tell it; of one that never began only input and status. */
const failedChild = z.object({
  Input: z.string(),
  Status: z.string(),
  Error: z.optional(z.string()),
  Cause: z.optional(z.string()),
});

/** What `startExecution.sync:2` tells of the execution that it waited for; one that was aborted has no error. */
const nestedExecution = z.object({
  Status: z.string(),
  Error: z.optional(z.string()),
  Cause: z.optional(z.string()),
});

/** Reads a line of the results of a Map Run about a child that is not green. */
export function readRedPhoto(line: unknown): RedPhoto {
  const { Input, ...child } = failedChild.parse(line);
  const { key } = photoToReprocess.parse(JSON.parse(Input)).input;
  return { key, ...endingOf(child) };
}

function endingOf({
  Status,
  Error: error = Status,
  Cause: cause = '',
}: Omit<z.infer<typeof failedChild>, 'Input'>): Omit<RedPhoto, 'key'> {
  const nested = error === 'States.TaskFailed' ? readNested(cause) : undefined;
  const { error: reason, cause: told } = readCaughtError({
    Error: nested?.Error ?? nested?.Status ?? error,
    Cause: nested ? nested.Cause : cause,
  });
  if (nested?.Error === 'FacesFailed') return { ending: 'PARTIAL', reason, cause: told };
  if (nested?.Error !== 'PhotoFailed') return { ending: 'not recorded', reason, cause: told };
  // Its cause begins with the error that the photo was recorded with.
  return { ending: 'FAILED', reason: readOriginal(nested.Cause ?? '')?.error ?? reason, cause: told };
}

/** A cause may be cut at 32,768 characters: then its JSON tells only its error. */
function readNested(cause: string): z.infer<typeof nestedExecution> | undefined {
  try {
    return nestedExecution.safeParse(JSON.parse(cause)).data;
  } catch {
    const error = /"Error":"([\w.]+)"/.exec(cause)?.[1];
    return error === undefined ? undefined : { Status: 'FAILED', Error: error };
  }
}
