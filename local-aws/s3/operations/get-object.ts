import { Readable } from 'node:stream';
import { invalidArgument, operationNotImplemented } from '../s3-errors.ts';
import { type ByteRange, byteRange } from '../storage/byte-range.ts';
import type { ObjectMetadata } from '../storage/object-metadata.ts';
import { readConditions } from '../wire/conditions.ts';
import { checksumHeaders, objectHeaders } from '../wire/object-headers.ts';
import { emptyResponse } from '../wire/responses.ts';
import type { Operation, S3Call } from '../wire/s3-call.ts';

export const getObject: Operation = async (call) => {
  checkQuery(call);
  const { store, request, bucket, key, headers } = call;
  const { signal } = request;
  const overrides = headerOverrides(call.query);
  const range = headers.get('range') ?? undefined;
  const object = await store.getObject({ bucket, key, range, ...readConditions(headers) });
  if (call.clientGone) object.body.destroy();
  closeOnAbort(object.body, signal);
  const answer = readHeaders(call, object, object.range, overrides);
  const body = Readable.toWeb(object.body) as ReadableStream<Uint8Array>;
  return new Response(body, { status: object.range ? 206 : 200, headers: answer });
};

export const headObject: Operation = async (call) => {
  checkQuery(call);
  const { store, bucket, key, headers } = call;
  const overrides = headerOverrides(call.query);
  const object = await store.headObject({ bucket, key, ...readConditions(headers) });
  const range = byteRange(headers.get('range') ?? undefined, object.size);
  return emptyResponse(range ? 206 : 200, readHeaders(call, object, range, overrides));
};

/**
 * node-server drops the answer to a client that has gone, unread; the file behind it would stay open. It only
 * aborts a signal that somebody has asked for before the client went.
 */
function closeOnAbort(body: Readable, signal: AbortSignal): void {
  if (signal.aborted) body.destroy();
  signal.addEventListener('abort', () => body.destroy(), { once: true });
}

function readHeaders(
  { headers: requested }: S3Call,
  metadata: ObjectMetadata,
  range: ByteRange | undefined,
  overrides: [string, string][],
): Headers {
  const headers = objectHeaders(metadata);
  headers.set('content-length', String(range ? range.end - range.start + 1 : metadata.size));
  if (range !== undefined) {
    headers.set('content-range', `bytes ${range.start}-${range.end}/${metadata.size}`);
  } else if (requested.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') {
    // A checksum is one of the whole object.
    for (const [name, value] of checksumHeaders(metadata)) headers.set(name, value);
  }
  for (const [name, value] of overrides) headers.set(name, value);
  return headers;
}

/** `?response-content-type=…`: how a link says what its answer shall be taken for. */
function headerOverrides(query: URLSearchParams): [string, string][] {
  const overridable = /^response-(cache-control|content-(disposition|encoding|language|type)|expires)$/;
  return [...query].flatMap(([parameter, value]) => {
    const [, header] = overridable.exec(parameter) ?? [];
    if (header === undefined) return [];
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      throw invalidArgument('Header value cannot be represented using ISO-8859-1.', parameter, value);
    }
    return [[header, value] as [string, string]];
  });
}

function checkQuery({ query }: S3Call): void {
  if (query.has('partNumber')) throw operationNotImplemented('reading one part of an object (partNumber)');
  const version = query.get('versionId');
  if (version !== null && version !== 'null') {
    throw invalidArgument('Invalid version id specified', 'versionId', version);
  }
}
