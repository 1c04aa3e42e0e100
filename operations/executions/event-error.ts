import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { readCaughtError } from '../../statemachine/face-record.ts';

export interface EventError {
  readonly error: string;
  readonly cause: string;
}

/** The error an event tells of, with Lambda's JSON unwrapped. A timeout has no details of its own. */
export function errorOf(event: HistoryEvent): EventError {
  const details: { error?: string; cause?: string } | undefined = Object.values(event).find(
    (value) => typeof value === 'object' && value !== null && ('error' in value || 'cause' in value),
  );
  return readableError(details?.error ?? 'States.Timeout', details?.cause);
}

/** An error and its cause as Step Functions tells them, for people. */
export const readableError = (error: string, cause: string | undefined): EventError =>
  cause === undefined || cause === ''
    ? { error, cause: '' }
    : readCaughtError({ Error: error, Cause: cause });
