import type { IncomingMessage, ServerResponse } from 'node:http';

/** The services behind the gateway, by their IAM prefix. */
export type ServiceName = 'dynamodb' | 'rekognition' | 's3' | 'states';

/** One SDK call on its way in, before the service has seen it. */
export interface Call {
  readonly service: ServiceName;
  /** As the SDK names it: `GetObject`, `SearchFacesByImage`. */
  readonly operation: string;
  /** The function whose credentials signed it, or `operator`. */
  readonly caller: string;
  /** The request's members; for S3 `Bucket`, `Key`, `VersionId` and `CopySource`, those that it has. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly answer: ServerResponse;
}

/** Sees every call before its service does. A ServiceError that it throws is the answer. */
export type Interceptor = (call: Call) => Promise<void> | void;

/** What every call passes on its way to its service. */
export interface Gate {
  readonly callerOf: CallerOf;
  readonly intercept: Interceptor;
}

/** One interceptor that asks each of them in turn. */
export function inTurn(...interceptors: readonly Interceptor[]): Interceptor {
  return async (call) => {
    for (const intercept of interceptors) await intercept(call);
  };
}

/** Says who made a request. */
export type CallerOf = (request: IncomingMessage) => string;

/** The access key id that a function signs with: it tells the gateway who calls. */
export const accessKeyIdOf = (functionName: string) => `LOCAL${functionName.toUpperCase()}`;

const credential = /\bCredential=([^/,\s]+)\//;

/** By the access key id in the signature, which is not verified: one of the functions, or `operator`. */
export function tellCallers(functions: readonly string[]): CallerOf {
  const names = new Map(functions.map((name) => [accessKeyIdOf(name), name]));
  return ({ headers }) => names.get(credential.exec(headers.authorization ?? '')?.[1] ?? '') ?? 'operator';
}
