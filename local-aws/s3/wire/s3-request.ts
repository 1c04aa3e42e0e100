import type { IncomingMessage } from 'node:http';
import { operationName } from './operation-name.ts';
import { effectiveHeaders, type RequestHeaders, type RequestTarget, requestTarget } from './request-parts.ts';

/** One request, taken apart. */
export interface S3Request {
  readonly message: IncomingMessage;
  readonly target: RequestTarget;
  /** The message's, and the `x-amz-*` headers that a presigned URL carries in its query instead. */
  readonly headers: RequestHeaders;
  /** As in S3's API, `PutObject`; undefined when none has this method and path. */
  readonly operation?: string;
}

/** Never throws. */
export function readRequest(message: IncomingMessage): S3Request {
  const target = requestTarget(message.url!);
  const headers = effectiveHeaders(message, target.query);
  return { message, target, headers, operation: operationName(message.method!, target, headers) };
}
