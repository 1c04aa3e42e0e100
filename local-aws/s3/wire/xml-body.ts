import { malformedXml, messageTooLong } from '../s3-errors.ts';
import { requestBody } from './request-body.ts';
import type { S3Call } from './s3-call.ts';
import { fromXml, type XmlElement } from './xml.ts';

/** 10,000 parts with a checksum each are 2 MB; 1,000 keys of 1,024 escaped bytes 5 MB. */
const largestDocument = 8 * 1024 * 1024;

/**
 * The content of a request's XML body, its length and checksums verified as an object's are.
 *
 * @throws ServiceError MalformedXML, MaxMessageLengthExceeded, BadDigest, IncompleteBody, …
 */
export async function xmlBody(
  call: S3Call,
  root: string,
  lists: readonly string[] = [],
): Promise<XmlElement> {
  const { bytes, digests } = requestBody(call.request, call.headers);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of digests.of(bytes)) {
    size += piece.length;
    if (size > largestDocument) throw messageTooLong(largestDocument);
    pieces.push(piece);
  }
  await digests.finish();
  return fromXml(utf8(Buffer.concat(pieces)), root, lists);
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformedXml();
  }
}
