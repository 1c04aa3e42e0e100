import type { ServerResponse } from 'node:http';
import { asServiceError } from './as-service-error.ts';

export interface JsonWire {
  readonly contentType: string;
  /** What stands before an error's name: DynamoDB qualifies it, the newer services do not. */
  readonly errorPrefix?: string;
}

/** Answers in AWS's JSON protocol. */
export function answerJson(answer: ServerResponse, { contentType }: JsonWire, body: object, status = 200) {
  const text = JSON.stringify(body);
  answer.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) });
  answer.end(text);
}

/** Answers with an error; one that is no ServiceError is a defect of the local cloud, and is logged as such. */
export function answerJsonError(answer: ServerResponse, wire: JsonWire, error: unknown) {
  const { name, message, status } = asServiceError(error);
  answerJson(answer, wire, { __type: `${wire.errorPrefix ?? ''}${name}`, message }, status);
}
