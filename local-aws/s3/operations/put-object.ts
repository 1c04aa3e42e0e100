import { writeConditions } from '../wire/conditions.ts';
import { checksumHeaders, keptHeadersOf, refuseUnsupportedHeaders } from '../wire/object-headers.ts';
import { requestBody } from '../wire/request-body.ts';
import { emptyResponse } from '../wire/responses.ts';
import type { Operation } from '../wire/s3-call.ts';
import { userMetadataOf } from '../wire/user-metadata.ts';

export const putObject: Operation = async ({ store, request, bucket, key, headers }) => {
  refuseUnsupportedHeaders(headers);
  const conditions = writeConditions(headers);
  const { bytes, digests } = requestBody(request, headers);
  const stored = await store.putObject({
    bucket,
    key,
    body: bytes,
    digests,
    headers: keptHeadersOf(headers),
    userMetadata: userMetadataOf(headers),
    ...conditions,
  });
  return emptyResponse(200, [
    ['etag', `"${stored.etag}"`],
    ['x-amz-server-side-encryption', 'AES256'],
    ...checksumHeaders(stored),
  ]);
};
