import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../service-error.ts';
import type { Gate, ServiceName } from './call.ts';
import { answerJson, answerJsonError, type JsonService, type Operation } from './json-protocol.ts';
import { parseJson } from './parse-json.ts';
import { readBody } from './request-body.ts';
import type { Route } from './server.ts';

/** Rekognition takes images of 5 MB, as base64 in the body; nothing else here comes near. */
const largestBody = 10 * 1024 * 1024;

/** DeleteFaces takes 4,096 ids. */
const bounds = { values: 20_000, error: 'SerializationException' };

/** The way of a call to a service that speaks AWS's JSON protocol. */
export function jsonRoute(service: JsonService, name: ServiceName, { callerOf, intercept }: Gate): Route {
  return async (request, answer) => {
    try {
      requireSigned(request);
      const [operation, run] = findOperation(service, request);
      const input = parseJson(await readBody(request, largestBody), bounds);
      await intercept({ service: name, operation, caller: callerOf(request), input, answer });
      answerJson(answer, service, await run(input));
    } catch (error) {
      answerJsonError(answer, service, error);
    }
  };
}

function requireSigned({ headers }: IncomingMessage) {
  if (!headers.authorization?.startsWith('AWS4-'))
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
}

function findOperation(service: JsonService, { method, headers }: IncomingMessage): [string, Operation] {
  const name = String(headers['x-amz-target']).slice(service.targetPrefix.length + 1);
  const spoken = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (method !== 'POST' || spoken !== service.contentType)
    throw unknownOperation(
      `Expected POST with content-type ${service.contentType}, got ${method} with ${spoken}`,
    );
  if (!Object.hasOwn(service.operations, name))
    throw unknownOperation(`The local cloud has no operation ${service.targetPrefix}.${name}`);
  return [name, service.operations[name]!];
}

const unknownOperation = (message: string) => new ServiceError('UnknownOperationException', message);
