import * as z from 'zod/mini';
import { projectCommand } from '../../operations/command-line.ts';
import type { TargetOptions } from '../../operations/connect.ts';
import { AlreadyKnown, FaceNotIndexed } from '../../operations/enroll/enroll-crop.ts';
import { CropNotKept } from '../../operations/enroll/kept-crop.ts';
import { isPassing } from '../../operations/patiently.ts';
import { GroupingElsewhere } from '../../operations/people/group-faces.ts';
import { UsageError } from '../../operations/usage-error.ts';
import type { Failure } from '../api/failure.ts';
import { Refusal } from './refusal.ts';

// Schemas of zod/mini say only that something is wrong, unless they are given words.
z.config(z.locales.en());

export interface ExplainedFailure {
  /** HTTP's. */
  readonly status: number;
  readonly failure: Failure;
}

/** What a failed request is answered with: the error, and what to do about it in this cloud. */
export function explainFailure(error: unknown, cloud: TargetOptions): ExplainedFailure {
  const { name, message } = error as Error;
  const failure = (status: number, whatToDo: string, field?: string): ExplainedFailure => ({
    status,
    failure: { name, message, whatToDo, ...(field !== undefined && { field }) },
  });
  if (error instanceof Refusal) return failure(error.status, error.whatToDo, error.field);
  if (error instanceof z.core.$ZodError) return badField(error);
  if (error instanceof UsageError) return failure(400, 'Mend what the message names, and try again.');
  if (error instanceof AlreadyKnown)
    return failure(409, 'Reprocess the photo: the face is a Match then. Or enroll it anyway.');
  if (error instanceof FaceNotIndexed)
    return failure(422, 'Enroll the person from a sharper, larger photo. Or enroll this face anyway.');
  if (error instanceof CropNotKept)
    return failure(
      500,
      'Reprocess the photo: the face is a Match then. Only its picture among the people is missing.',
    );
  if (error instanceof GroupingElsewhere)
    return failure(
      409,
      'Wait until it is over; what a program that was killed has left counts for ten minutes.',
    );
  const known = remedies.find(({ names }) => names.test(name));
  if (known)
    return failure(known.status, typeof known.whatToDo === 'string' ? known.whatToDo : known.whatToDo(cloud));
  if (isPassing(error)) return failure(503, 'Wait a few seconds; it mends itself, and the page tries again.');
  return failure(
    500,
    `Look at the terminal in which the console runs, or ask ${projectCommand(cloud, 'doctor')}`,
  );
}

type WhatToDo = string | ((cloud: TargetOptions) => string);

const remedies: readonly { names: RegExp; status: number; whatToDo: WhatToDo }[] = [
  {
    names: /^(ExecutionDoesNotExist|InvalidArn)$/,
    status: 404,
    whatToDo: 'Go back to the list of executions. AWS keeps an execution for 90 days.',
  },
  {
    names: /^(NoSuchKey|NotFound|NoSuchVersion)$/,
    status: 404,
    whatToDo: 'It was deleted, or has expired. Reprocess the photo to make its crops again.',
  },
  {
    names: /^(InvalidObjectState|InvalidRequest|KMS\.\w+)$/,
    status: 422,
    whatToDo:
      'S3 does not hand it out. Restore it from its storage class, mend its key, or upload the photo again without a key of its own.',
  },
  {
    names: /^ExecutionAlreadyExists$/,
    status: 409,
    whatToDo: 'Give it another name: Step Functions keeps each for 90 days.',
  },
  { names: /^ExecutionNotRedrivable$/, status: 409, whatToDo: 'Start a new execution with the same photo.' },
  {
    names: /^(AccessDenied|AccessDeniedException|Forbidden|KMSAccessDeniedException|UnauthorizedOperation)$/,
    status: 403,
    whatToDo:
      'Give the credentials with which the console was started the permission that the message names; docs/permissions.md lists all that it needs.',
  },
  {
    names:
      /^(ExpiredToken|ExpiredTokenException|CredentialsProviderError|TokenProviderError|UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch)$/,
    status: 503,
    whatToDo: (cloud) =>
      `Log in again, as with aws sso login. When that does not help, start the console again: ${projectCommand(cloud, 'console')}`,
  },
  {
    names: /^(ResourceNotFoundException|StateMachineDoesNotExist|NoSuchBucket)$/,
    status: 503,
    whatToDo: (cloud) =>
      `Something of the deployment is missing. This says what, and what mends it: ${projectCommand(cloud, 'doctor')}`,
  },
  {
    names: /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|TimeoutError|ECONNRESET|EPIPE)$/,
    status: 503,
    whatToDo: (cloud) =>
      cloud.aws
        ? 'Nothing answers there: is the network up?'
        : `Nothing answers there: is the local cloud running (${projectCommand(cloud, 'start')})?`,
  },
];

/** Names the field: `Expected a number for threshold, got "high"`. */
function badField({ issues }: z.core.$ZodError): ExplainedFailure {
  const [issue] = issues;
  const { path, message } = innermost(issue!);
  const field = path.join('.');
  return {
    status: 400,
    failure: {
      name: 'BadRequest',
      message: field ? `${field}: ${message}` : message,
      whatToDo: field ? `Mend ${field}, and try again.` : 'Mend the request, and try again.',
      ...(field && { field }),
    },
  };
}

/** Of a union the alternative that came furthest, which is the one that was meant. */
function innermost(issue: z.core.$ZodIssue): { path: readonly PropertyKey[]; message: string } {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const candidates = issue.errors.flatMap(([first]) => (first ? [innermost(first)] : []));
  const furthest = candidates.toSorted((a, b) => b.path.length - a.path.length)[0];
  return furthest ? { path: [...issue.path, ...furthest.path], message: furthest.message } : issue;
}
