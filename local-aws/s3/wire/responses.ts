import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { asServiceError, logDefect } from '../../service-error.ts';
import { internalError } from '../s3-errors.ts';
import type { S3Request } from './s3-request.ts';
import { toXml, type XmlContent } from './xml.ts';

export interface S3Response {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
}

export function xmlResponse(
  root: string,
  content: { [element: string]: XmlContent | XmlContent[] },
  headers: Readonly<Record<string, string>> = {},
): S3Response {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: toXml(root, content),
  };
}

/** Without a length node would announce a body in chunks, which S3 never does for none. */
export const emptyResponse = (status: number, headers: S3Response['headers'] = {}): S3Response => ({
  status,
  headers: status === 200 ? { 'content-length': '0', ...headers } : headers,
});

/**
 * What was thrown, as S3 answers it: XML, or nothing but headers to HEAD and for 304. What is no answer of S3's is a
 * fault of this program or its disk.
 */
export function errorResponse(thrown: unknown, { message: request, target }: S3Request): S3Response {
  const error = asServiceError(thrown, internalError());
  const requestId = newRequestId();
  const headers = { 'x-amz-request-id': requestId };
  if (error.status === 304) return emptyResponse(304, { ...headers, etag: `"${error.fields.ETag}"` });
  if (request.method === 'HEAD') return emptyResponse(error.status, headers);
  const { name: Code, message: Message, fields } = error;
  const content = {
    Code,
    Message,
    ...fields,
    Resource: target.path,
    RequestId: requestId,
    HostId: requestId,
  };
  return { ...xmlResponse('Error', content, headers), status: error.status };
}

/** Never rejects: a disk that fails on the way ends the connection. */
export async function send({ status, headers, body }: S3Response, answer: ServerResponse): Promise<void> {
  answer.writeHead(status, { 'x-amz-request-id': newRequestId(), ...headers });
  if (typeof body !== 'object') answer.end(body);
  // Of a client that went before, a pipeline would not even begin, and the file behind the body stay open.
  else if (answer.destroyed) body.destroy();
  else await pipeline(body, answer).catch(logDefect);
}

/** S3's request ids: 16 characters of upper-case hexadecimal here. */
const newRequestId = () => randomBytes(8).toString('hex').toUpperCase();
