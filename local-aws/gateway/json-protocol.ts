import type { ServerResponse } from 'node:http';
import { asServiceError } from '../service-error.ts';

/**
 * One operation of a service that speaks AWS's JSON protocol: the parsed request body in, the response body
 * out. It throws a ServiceError for every answer that is an error. Dates travel as epoch seconds, blobs as base64.
 */
export type Operation = (input: Record<string, unknown>) => Promise<object>;

/** A service behind `X-Amz-Target: <targetPrefix>.<Operation>`. */
export interface JsonService {
  readonly targetPrefix: string;
  readonly contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1';
  readonly operations: Readonly<Record<string, Operation>>;
}

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
