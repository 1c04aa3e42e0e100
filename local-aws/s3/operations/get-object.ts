import { invalidArgument, operationNotImplemented } from '../s3-errors.ts';
import { type ByteRange, byteRange } from '../storage/byte-range.ts';
import type { ObjectMetadata } from '../storage/object-metadata.ts';
import { readConditions } from '../wire/conditions.ts';
import { checksumHeaders, objectHeaders } from '../wire/object-headers.ts';
import { emptyResponse, type S3Response } from '../wire/responses.ts';
import type { Operation, S3Call } from '../wire/s3-call.ts';

export const getObject: Operation = async (call) => {
  checkQuery(call);
  const { store, bucket, key, headers } = call;
  const overrides = headerOverrides(call.query);
  const range = headers.get('range');
  const { body, ...object } = await store.getObject({ bucket, key, range, ...readConditions(headers) });
  const answered = readHeaders(call, object, object.range, overrides);
  return { status: object.range ? 206 : 200, headers: answered, body };
};

export const headObject: Operation = async (call) => {
  checkQuery(call);
  const { store, bucket, key, headers } = call;
  const overrides = headerOverrides(call.query);
  const object = await store.headObject({ bucket, key, ...readConditions(headers) });
  const range = byteRange(headers.get('range'), object.size);
  return emptyResponse(range ? 206 : 200, readHeaders(call, object, range, overrides));
};

function readHeaders(
  { headers: requested }: S3Call,
  metadata: ObjectMetadata,
  range: ByteRange | undefined,
  overrides: Record<string, string>,
): S3Response['headers'] {
  // A checksum is one of the whole object.
  const withChecksum = !range && requested.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  return {
    ...objectHeaders(metadata),
    'content-length': String(range ? range.end - range.start + 1 : metadata.size),
    ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${metadata.size}` }),
    ...(withChecksum && checksumHeaders(metadata)),
    ...overrides,
  };
}

/** `?response-content-type=…`: how a link says what its answer shall be taken for. */
function headerOverrides(query: URLSearchParams): Record<string, string> {
  const overridable = /^response-(cache-control|content-(disposition|encoding|language|type)|expires)$/;
  const headers = [...query].flatMap(([parameter, value]) => {
    const [, header] = overridable.exec(parameter) ?? [];
    if (header === undefined) return [];
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      throw invalidArgument('Header value cannot be represented using ISO-8859-1.', parameter, value);
    }
    return [[header, value]];
  });
  return Object.fromEntries(headers);
}

function checkQuery({ query }: S3Call): void {
  if (query.has('partNumber')) throw operationNotImplemented('reading one part of an object (partNumber)');
  const version = query.get('versionId');
  if (version !== null && version !== 'null') {
    throw invalidArgument('Invalid version id specified', 'versionId', version);
  }
}
