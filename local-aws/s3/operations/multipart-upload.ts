import { invalidArgument, invalidRequest } from '../s3-errors.ts';
import type { Upload } from '../storage/multipart-uploads.ts';
import { algorithmNamed, checksumTypeNamed } from '../wire/declared-checksum.ts';
import {
  checksumElement,
  descriptionIn,
  encrypted,
  refuseUnsupportedHeaders,
} from '../wire/object-headers.ts';
import type { RequestHeaders } from '../wire/request-parts.ts';
import { emptyResponse, xmlResponse } from '../wire/responses.ts';
import type { Operation, S3Call } from '../wire/s3-call.ts';
import { owner } from './buckets.ts';

export const createMultipartUpload: Operation = async ({ store, bucket, key, headers }) => {
  refuseUnsupportedHeaders(headers);
  const checksum = uploadChecksum(headers);
  const upload = { bucket, key, ...descriptionIn(headers), checksum };
  const uploadId = await store.createMultipartUpload(upload);
  const result = { Bucket: bucket, Key: key, UploadId: uploadId };
  return xmlResponse('InitiateMultipartUploadResult', result, {
    ...encrypted,
    ...(checksum.declared && {
      'x-amz-checksum-algorithm': checksum.algorithm,
      'x-amz-checksum-type': checksum.type,
    }),
  });
};

export const listParts: Operation = async (call) => {
  const { store, bucket, key, query } = call;
  const uploadId = uploadIdOf(call);
  const marker = count(query, 'part-number-marker', 0);
  const maxParts = Math.min(count(query, 'max-parts', 1000), 1000);
  const { checksum } = await store.findUpload({ bucket, key, uploadId });
  const rest = (await store.listParts({ bucket, key, uploadId })).filter((part) => part.partNumber > marker);
  const parts = rest.slice(0, maxParts);
  return xmlResponse('ListPartsResult', {
    Bucket: bucket,
    Key: key,
    UploadId: uploadId,
    Initiator: owner,
    Owner: owner,
    StorageClass: 'STANDARD',
    PartNumberMarker: marker,
    NextPartNumberMarker: parts.at(-1)?.partNumber ?? 0,
    MaxParts: maxParts,
    IsTruncated: parts.length < rest.length && maxParts > 0,
    ChecksumAlgorithm: checksum.declared ? checksum.algorithm : undefined,
    ChecksumType: checksum.declared ? checksum.type : undefined,
    Part: parts.map((part) => ({
      PartNumber: part.partNumber,
      LastModified: part.lastModified,
      ETag: `"${part.etag}"`,
      Size: part.size,
      ...(checksum.declared ? checksumElement(part) : {}),
    })),
  });
};

export const abortMultipartUpload: Operation = async (call) => {
  const { store, bucket, key } = call;
  await store.abortMultipartUpload({ bucket, key, uploadId: uploadIdOf(call) });
  return emptyResponse(204);
};

const uploadIdOf = ({ query }: S3Call) => query.get('uploadId') ?? '';

/** CRC64NVME covers the whole object; the others each part, unless a CRC is asked to cover the whole. */
function uploadChecksum(headers: RequestHeaders): Upload['checksum'] {
  const name = headers.get('x-amz-checksum-algorithm');
  const typeName = headers.get('x-amz-checksum-type');
  if (name === undefined) {
    if (typeName === undefined) return { algorithm: 'CRC64NVME', type: 'FULL_OBJECT', declared: false };
    throw invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = algorithmNamed(name);
  const usual = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
  const type = typeName === undefined ? usual : checksumTypeNamed(typeName);
  if (type !== usual && algorithm !== 'CRC32' && algorithm !== 'CRC32C') {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type, declared: true };
}

function count(query: URLSearchParams, parameter: string, otherwise: number): number {
  const value = query.get(parameter);
  if (value === null || value === '') return otherwise;
  if (!/^\d{1,10}$/.test(value)) {
    throw invalidArgument(
      `Argument ${parameter} must be an integer between 0 and 2147483647`,
      parameter,
      value,
    );
  }
  return Number(value);
}
