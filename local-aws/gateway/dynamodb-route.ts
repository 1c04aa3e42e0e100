import type { DynamoDB } from '../dynamodb/dynamodb-service.ts';
import type { Gate } from './call.ts';
import { answerJsonError, type JsonWire } from './json-protocol.ts';
import { parseJson } from './parse-json.ts';
import { readBody } from './request-body.ts';
import type { Route } from './server.ts';

/** A BatchWriteItem may carry 16 MB. */
const largestBody = 16 * 1024 * 1024;

const bounds = { values: 200_000, error: 'ValidationException' };

const wire: JsonWire = {
  contentType: 'application/x-amz-json-1.0',
  errorPrefix: 'com.amazonaws.dynamodb.v20120810#',
};

/** The way of a call to DynamoDB, whose engine speaks the protocol itself and answers what is malformed. */
export function dynamoDBRoute(dynamodb: DynamoDB, { callerOf, intercept }: Gate): Route {
  return async (request, answer) => {
    try {
      const body = await readBody(request, largestBody);
      const input = parsed(body);
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      if (input)
        await intercept({ service: 'dynamodb', operation, caller: callerOf(request), input, answer });
      // The engine would grant any Origin access to its answers.
      const { origin, ...headers } = request.headers;
      const answered = await dynamodb.answer({ method: request.method!, url: request.url!, headers, body });
      answer.writeHead(answered.status, answered.headers).end(answered.body);
    } catch (error) {
      answerJsonError(answer, wire, error);
    }
  };
}

/** Undefined for what is no JSON: the engine says so. */
function parsed(body: Buffer): Record<string, unknown> | undefined {
  try {
    return parseJson(body, bounds);
  } catch (error) {
    if ((error as Error).name === 'SerializationException') return undefined;
    throw error;
  }
}
