import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { ParseError } from '@aws-lambda-powertools/parser';
import { parser } from '@aws-lambda-powertools/parser/middleware';
import middy, { type MiddlewareObj } from '@middy/core';
import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { InvalidInput } from './errors.ts';
import { logger } from './logger.ts';

// Without a language an issue says only that the input is invalid; to compile a schema pays after many inputs.
z.config({ ...en(), jitless: true });

/** Longest message of an error that goes into execution data: 100 failed faces stay far below 256 KB. */
const longestMessage = 600;

/** A Lambda handler around `run`: its input is checked against `schema`, its logs go out. */
export function lambda<Schema extends z.ZodMiniType, Output>(
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Output>,
) {
  return middy()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(readableErrors())
    .use(parser({ schema }))
    .handler((input: unknown) => run(input as z.output<Schema>));
}

/** Step Functions shows an error as `{errorType, errorMessage, trace}`: keep it short and to the point. */
function readableErrors(): MiddlewareObj {
  return {
    onError: (request) => {
      const error = request.error instanceof ParseError ? nameWrongField(request.error) : request.error;
      if (!error) return;
      if (error.message.length > longestMessage)
        error.message = `${error.message.slice(0, longestMessage - 1)}…`;
      error.stack = `${error.name}: ${error.message}`;
      request.error = error;
    },
  };
}

/** Powertools says only that parsing failed; the field is in the cause. */
function nameWrongField(error: ParseError): Error {
  return Array.isArray(error.cause) ? new InvalidInput(describeIssues(error.cause)) : error;
}

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'> & { readonly errors?: readonly (readonly Issue[])[] };

export function describeIssues(issues: readonly Issue[]): string {
  return issues
    .flatMap(closestAlternative)
    .map(({ path, message }) => (path.length ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}

/** Of what matches no part of a union, the issues of the part that it resembles most: those deepest inside. */
function closestAlternative(issue: Issue): readonly Issue[] {
  const depth = (alternative: readonly Issue[]) => Math.max(0, ...alternative.map(({ path }) => path.length));
  const [closest] = (issue.errors ?? []).toSorted((a, b) => depth(b) - depth(a));
  return closest
    ? closest.map(({ path, ...inner }) => ({ ...inner, path: [...issue.path, ...path] }))
    : [issue];
}
