import { randomBytes } from 'node:crypto';
import type { ServiceError } from '../../service-error.ts';
import { toXml, type XmlContent } from './xml.ts';

export function xmlResponse(
  root: string,
  content: { [element: string]: XmlContent | XmlContent[] },
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(toXml(root, content), { headers: { 'content-type': 'application/xml', ...headers } });
}

export function emptyResponse(status: number, headers: Headers | [string, string][] = []): Response {
  const response = new Response(null, { status, headers });
  // Without it node would announce a body in chunks, which S3 never does for none.
  if (status === 200 && !response.headers.has('content-length')) response.headers.set('content-length', '0');
  return response;
}

/** S3's request ids: 16 characters of upper-case hexadecimal here. */
export const newRequestId = () => randomBytes(8).toString('hex').toUpperCase();

/** An error as S3 answers it: XML, or nothing but headers to HEAD and for 304. */
export function errorResponse(error: ServiceError, request: Request): Response {
  const requestId = newRequestId();
  const headers = new Headers({ 'x-amz-request-id': requestId });
  if (error.status === 304) {
    headers.set('etag', `"${error.fields.ETag}"`);
    return emptyResponse(304, headers);
  }
  if (request.method === 'HEAD') return emptyResponse(error.status, headers);
  headers.set('content-type', 'application/xml');
  const { name: Code, message: Message, fields } = error;
  const Resource = URL.parse(request.url)?.pathname;
  const body = toXml('Error', {
    Code,
    Message,
    ...fields,
    Resource,
    RequestId: requestId,
    HostId: requestId,
  });
  return new Response(body, { status: error.status, headers });
}
