import { type ChecksumAlgorithm, checksumLengths } from '../checksums.ts';
import { malformedXml } from '../s3-errors.ts';
import type { CompletedPart } from '../storage/complete-upload.ts';
import { writeConditions } from '../wire/conditions.ts';
import { checksumTypeNamed, declaredChecksum } from '../wire/declared-checksum.ts';
import { checksumElement, encrypted } from '../wire/object-headers.ts';
import type { XmlElement } from '../wire/parse-xml.ts';
import { xmlResponse } from '../wire/responses.ts';
import type { Operation } from '../wire/s3-call.ts';
import { elementsOf, textOf, xmlBody } from '../wire/xml.ts';

export const completeMultipartUpload: Operation = async (call) => {
  const { store, path, bucket, key, query, headers } = call;
  const type = headers.get('x-amz-checksum-type');
  const size = headers.get('x-amz-mp-object-size');
  const expected = {
    checksum: declaredChecksum(headers)?.value,
    checksumType: type === undefined ? undefined : checksumTypeNamed(type),
    size: size === undefined ? undefined : Number(size),
  };
  const conditions = writeConditions(headers);
  // The checksum in the headers is the object's, not the document's.
  const own = new Map([...headers].filter(([name]) => !/^x-amz-(sdk-)?checksum-/.test(name)));
  const document = await xmlBody({ ...call, headers: own }, 'CompleteMultipartUpload');
  const parts = elementsOf(document, 'Part').map(completedPart);
  if (parts.length === 0 || parts.length > 10_000) throw malformedXml();
  const uploadId = query.get('uploadId') ?? '';
  const completion = { bucket, key, uploadId, parts, expected, ...conditions };
  const metadata = await store.completeMultipartUpload(completion);
  const result = {
    Location: `http://${headers.get('host')}${path}`,
    Bucket: bucket,
    Key: key,
    ETag: `"${metadata.etag}"`,
    ...checksumElement(metadata),
    ChecksumType: metadata.checksum.type,
  };
  return xmlResponse('CompleteMultipartUploadResult', result, encrypted);
};

function completedPart(element: XmlElement): CompletedPart {
  const partNumber = textOf(element, 'PartNumber')?.trim() ?? '';
  const etag = textOf(element, 'ETag')?.trim();
  if (etag === undefined || !/^\d{1,9}$/.test(partNumber)) throw malformedXml();
  const checksums: CompletedPart['checksums'] = {};
  for (const algorithm of Object.keys(checksumLengths) as ChecksumAlgorithm[]) {
    const value = textOf(element, `Checksum${algorithm}`)?.trim();
    if (value !== undefined) checksums[algorithm] = value;
  }
  return { partNumber: Number(partNumber), etag, checksums };
}
