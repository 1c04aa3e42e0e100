import { ServiceError } from '../../service-error.ts';
import { BodyDigests } from '../body-digests.ts';
import { type ChecksumAlgorithm, checksumHeader } from '../checksums.ts';
import type { ObjectName, ObjectStore } from '../object-store.ts';
import { invalidArgument, invalidRequest } from '../s3-errors.ts';
import type { Upload } from '../storage/multipart-uploads.ts';
import { openCopySource } from '../wire/copy-source.ts';
import { declaredChecksum } from '../wire/declared-checksum.ts';
import { checksumElement, encrypted, refuseUnsupportedHeaders } from '../wire/object-headers.ts';
import { requestBody } from '../wire/request-body.ts';
import type { RequestHeaders } from '../wire/request-parts.ts';
import { emptyResponse, xmlResponse } from '../wire/responses.ts';
import type { Operation, S3Call } from '../wire/s3-call.ts';

export const uploadPart: Operation = async (call) => {
  const { store, message, headers } = call;
  refuseUnsupportedHeaders(headers);
  const target = partOf(call);
  const upload = await store.findUpload(target);
  checkAlgorithm(upload, declaredChecksum(headers)?.algorithm);
  const { bytes, digests, checksumDeclared } = requestBody(message, headers, upload.checksum.algorithm);
  const part = await store.uploadPart({ ...target, checksumDeclared }, bytes, digests);
  return emptyResponse(200, {
    etag: `"${part.etag}"`,
    ...encrypted,
    [checksumHeader(part.checksum.algorithm)]: part.checksum.value,
  });
};

/** A part that is an object, or a range of one: how clients copy what is large. */
export const uploadPartCopy: Operation = async (call) => {
  const { store, headers } = call;
  refuseUnsupportedHeaders(headers);
  const target = partOf(call);
  const { checksum } = await store.findUpload(target);
  const source = await openSourceRange(store, headers);
  const digests = new BodyDigests({ algorithm: checksum.algorithm });
  const part = await store
    .uploadPart({ ...target, checksumDeclared: false }, source.body, digests)
    .finally(() => source.body.destroy());
  return xmlResponse('CopyPartResult', {
    ETag: `"${part.etag}"`,
    LastModified: part.lastModified,
    ...checksumElement(part),
  });
};

function partOf({ bucket, key, query }: S3Call): ObjectName & { uploadId: string; partNumber: number } {
  const value = query.get('partNumber') ?? '';
  const partNumber = Number(value);
  if (!/^\d{1,5}$/.test(value) || partNumber < 1 || partNumber > 10_000) {
    throw invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      'partNumber',
      value,
    );
  }
  return { bucket, key, uploadId: query.get('uploadId') ?? '', partNumber };
}

function checkAlgorithm({ checksum }: Upload, sent: ChecksumAlgorithm | undefined): void {
  const needless = sent === undefined && checksum.type === 'FULL_OBJECT';
  if (!checksum.declared || needless || sent === checksum.algorithm) return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${checksum.algorithm.toLowerCase()}, actual checksum Type: ${sent?.toLowerCase() ?? 'null'}`,
  );
}

/** Unlike a read's range, this one has to have both ends, inside the object. */
async function openSourceRange(store: ObjectStore, headers: RequestHeaders) {
  const name = 'x-amz-copy-source-range';
  const range = headers.get(name);
  if (range === undefined) return openCopySource(store, headers);
  const [, first = '', last = ''] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === '' || Number(first) > Number(last)) {
    throw invalidArgument(
      `The ${name} value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy`,
      name,
      range,
    );
  }
  const outside = (size: number) =>
    invalidArgument(`Range specified is not valid for source object of size: ${size}`, name, range);
  const source = await openCopySource(store, headers, range).catch((error) => {
    const invalid = error instanceof ServiceError && error.name === 'InvalidRange';
    throw invalid ? outside(Number(error.fields.ActualObjectSize)) : error;
  });
  if (source.range?.end === Number(last)) return source;
  source.body.destroy();
  throw outside(source.size);
}
