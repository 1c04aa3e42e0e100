import { BodyDigests } from '../body-digests.ts';
import { invalidArgument, invalidRequest } from '../s3-errors.ts';
import { writeConditions } from '../wire/conditions.ts';
import { copySource, openCopySource } from '../wire/copy-source.ts';
import { algorithmNamed } from '../wire/declared-checksum.ts';
import {
  checksumElement,
  checksumHeaders,
  descriptionIn,
  encrypted,
  refuseUnsupportedHeaders,
} from '../wire/object-headers.ts';
import { requestBody } from '../wire/request-body.ts';
import type { RequestHeaders } from '../wire/request-parts.ts';
import { emptyResponse, xmlResponse } from '../wire/responses.ts';
import type { Operation } from '../wire/s3-call.ts';

export const putObject: Operation = async ({ store, message, bucket, key, headers }) => {
  refuseUnsupportedHeaders(headers);
  const conditions = writeConditions(headers);
  const { bytes, digests } = requestBody(message, headers);
  const put = { bucket, key, body: bytes, digests, ...descriptionIn(headers), ...conditions };
  const stored = await store.putObject(put);
  return emptyResponse(200, { etag: `"${stored.etag}"`, ...encrypted, ...checksumHeaders(stored) });
};

export const copyObject: Operation = async ({ store, bucket, key, headers }) => {
  refuseUnsupportedHeaders(headers);
  const conditions = writeConditions(headers);
  const named = copySource(headers);
  const replace = replacesMetadata(headers);
  if (!replace && named.bucket === bucket && named.key === key) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const algorithmName = headers.get('x-amz-checksum-algorithm');
  const algorithm = algorithmName === undefined ? undefined : algorithmNamed(algorithmName);
  const description = replace ? descriptionIn(headers) : undefined;
  const source = await openCopySource(store, headers);
  const put = {
    bucket,
    key,
    body: source.body,
    digests: new BodyDigests({ algorithm: algorithm ?? source.checksum.algorithm }),
    ...(description ?? { headers: source.headers, userMetadata: source.userMetadata }),
    ...conditions,
  };
  const stored = await store.putObject(put).finally(() => source.body.destroy());
  return xmlResponse('CopyObjectResult', {
    ETag: `"${stored.etag}"`,
    LastModified: stored.lastModified,
    ...checksumElement(stored),
    ChecksumType: stored.checksum.type,
  });
};

function replacesMetadata(headers: RequestHeaders): boolean {
  const directive = headers.get('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
  }
  return directive === 'REPLACE';
}
