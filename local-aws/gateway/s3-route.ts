import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { S3Service } from '../s3/s3-service.ts';
import { ServiceError } from '../service-error.ts';
import type { Call, CallerOf, Gate } from './call.ts';
import type { Route } from './server.ts';

/** The way of every call that names no other service: S3's addresses are paths, its errors XML. */
export function s3Route(s3: S3Service, { callerOf, intercept }: Gate): Route {
  return getRequestListener(
    async (request, env) => {
      const bindings = env as HttpBindings;
      try {
        await intercept(describeCall(s3, request, bindings, callerOf));
        return await s3.fetch(request, bindings);
      } catch (error) {
        return s3.errorResponse(error, request);
      }
    },
    {
      overrideGlobalObjects: false,
      // A target that no Request can be made of; whatever goes wrong later is caught above.
      errorHandler: () =>
        s3.errorResponse(
          new ServiceError('InvalidURI', "Couldn't parse the specified URI."),
          new Request('http://127.0.0.1/'),
        ),
    },
  );
}

function describeCall(s3: S3Service, request: Request, bindings: HttpBindings, callerOf: CallerOf): Call {
  const { operation, bucket, key } = s3.describe(request, bindings);
  const input = {
    Bucket: bucket,
    Key: key,
    VersionId: new URL(request.url).searchParams.get('versionId') ?? undefined,
    CopySource: copySource(request.headers.get('x-amz-copy-source')),
    Range: request.headers.get('range') ?? undefined,
  };
  return {
    service: 's3',
    operation,
    caller: callerOf(bindings.incoming),
    input: Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)),
    answer: bindings.outgoing,
  };
}

function copySource(header: string | null): string | undefined {
  if (header === null) return undefined;
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}
