import type { ServerResponse } from 'node:http';
import type { S3Service } from '../s3/s3-service.ts';
import { errorResponse, send } from '../s3/wire/responses.ts';
import { readRequest, type S3Request } from '../s3/wire/s3-request.ts';
import type { Call, CallerOf, Gate } from './call.ts';
import type { Route } from './server.ts';

/** The way of every call that names no other service: S3's addresses are paths, its errors XML. */
export function s3Route(s3: S3Service, { callerOf, intercept }: Gate): Route {
  const run = async (request: S3Request, answer: ServerResponse) => {
    await intercept(describeCall(request, callerOf, answer));
    return s3.run(request);
  };
  return async (message, answer) => {
    const request = readRequest(message);
    const response = await run(request, answer).catch((error) => errorResponse(error, request));
    await send(response, answer);
  };
}

function describeCall(
  { message, target, headers, operation = 'Unknown' }: S3Request,
  callerOf: CallerOf,
  answer: ServerResponse,
): Call {
  const input = {
    Bucket: target.bucket,
    Key: target.key,
    VersionId: target.query.get('versionId') ?? undefined,
    CopySource: copySource(headers.get('x-amz-copy-source')),
    Range: headers.get('range'),
  };
  return {
    service: 's3',
    operation,
    caller: callerOf(message),
    input: Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)),
    answer,
  };
}

function copySource(header: string | undefined): string | undefined {
  try {
    return header && decodeURIComponent(header);
  } catch {
    return header;
  }
}
