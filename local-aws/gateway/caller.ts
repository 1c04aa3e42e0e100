import type { IncomingMessage } from 'node:http';

/** Says who made a request. */
export type CallerOf = (request: IncomingMessage) => string;

const credentialInHeader = /\bCredential=([^/,\s]+)\//;

/**
 * Callers are told apart by the access key id in their signature (the signature itself is not verified):
 * `functions` are the functions by their access key id, anybody else is `operator`.
 */
export function tellCallers(functions: ReadonlyMap<string, string>): CallerOf {
  return (request) => functions.get(accessKeyId(request) ?? '') ?? 'operator';
}

function accessKeyId(request: IncomingMessage): string | undefined {
  return credentialInHeader.exec(request.headers.authorization ?? '')?.[1];
}
