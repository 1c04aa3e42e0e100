import type { IncomingMessage } from 'node:http';
import { BodyDigests } from '../body-digests.ts';
import { type ChecksumAlgorithm, checksumHeader, isBase64Of, isChecksumValue } from '../checksums.ts';
import {
  entityTooLarge,
  headerNotImplemented,
  incompleteBody,
  invalidArgument,
  invalidDigest,
  invalidRequest,
  malformedTrailer,
  missingContentLength,
} from '../s3-errors.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { declaredChecksum } from './declared-checksum.ts';
import type { RequestHeaders } from './request-parts.ts';

/** The largest body of one PutObject or UploadPart (S3 User Guide, "Uploading objects"). */
const largestBody = 5 * 1024 ** 3;

export interface RequestBody {
  /** The body as the client meant it: out of its aws-chunked framing, and exactly as long as declared. */
  bytes: AsyncGenerator<Uint8Array>;
  /** Expect what the headers declare; the trailer's checksum once `bytes` has come to its end. */
  digests: BodyDigests;
  /** Whether the client sent a checksum of its own. */
  checksumDeclared: boolean;
}

/**
 * Reads the headers that describe a body. Signatures, of the request and of its chunks, are not verified.
 *
 * @param defaultAlgorithm The checksum to take when the client sends none. Default CRC64NVME.
 * @throws ServiceError for headers S3 refuses; `bytes` throws IncompleteBody, InvalidChunkSizeError and the like.
 */
export function requestBody(
  message: IncomingMessage,
  headers: RequestHeaders,
  defaultAlgorithm?: ChecksumAlgorithm,
): RequestBody {
  const framing = framingOf(headers);
  const length = declaredLength(headers, framing);
  const declared = declaredChecksum(headers);
  const contentMd5 = headers.get('content-md5');
  if (contentMd5 !== undefined && !isBase64Of(16, contentMd5)) throw invalidDigest(contentMd5);
  const digests = new BodyDigests({
    algorithm: declared?.algorithm ?? defaultAlgorithm,
    checksum: declared?.value,
    contentMd5,
    contentSha256: framing.contentSha256,
  });
  const received = receive(message);
  const awaited = declared !== undefined && declared.value === undefined ? declared.algorithm : undefined;
  if (awaited !== undefined && !framing.chunked) throw malformedTrailer();
  const decoded = framing.chunked ? unchunked(received, framing.signed, digests, awaited) : received;
  return { bytes: exactly(length, decoded), digests, checksumDeclared: declared !== undefined };
}

interface Framing {
  chunked: boolean;
  signed: boolean;
  contentSha256?: string;
}

function framingOf(headers: RequestHeaders): Framing {
  const value = headers.get('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD';
  if (value.startsWith('STREAMING-')) {
    if (
      !/^STREAMING-(UNSIGNED-PAYLOAD-TRAILER|AWS4-(HMAC-SHA256|ECDSA-P256-SHA256)-PAYLOAD(-TRAILER)?)$/.test(
        value,
      )
    ) {
      throw invalidContentSha256(value);
    }
    return { chunked: true, signed: value.startsWith('STREAMING-AWS4-') };
  }
  if (/(^|,)\s*aws-chunked\s*(,|$)/i.test(headers.get('content-encoding') ?? '')) {
    throw invalidArgument(
      'aws-chunked encoding is not supported when x-amz-content-sha256 UNSIGNED-PAYLOAD is supplied.',
      'Content-Encoding',
      headers.get('content-encoding') ?? '',
    );
  }
  if (value === 'UNSIGNED-PAYLOAD') return { chunked: false, signed: false };
  if (!/^[0-9a-f]{64}$/i.test(value)) throw invalidContentSha256(value);
  return { chunked: false, signed: false, contentSha256: value.toLowerCase() };
}

const invalidContentSha256 = (value: string) =>
  invalidArgument(
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
    'x-amz-content-sha256',
    value,
  );

function declaredLength(headers: RequestHeaders, { chunked }: Framing): number {
  if (!chunked && headers.has('transfer-encoding')) throw headerNotImplemented('Transfer-Encoding');
  const value = headers.get(chunked ? 'x-amz-decoded-content-length' : 'content-length');
  if (value === undefined || !/^\d{1,15}$/.test(value)) throw missingContentLength();
  const length = Number(value);
  if (length > largestBody) throw entityTooLarge(length, largestBody);
  return length;
}

/** A client that goes away in the middle is a body that ends too early. */
async function* receive(message: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    // Leaving it early must not close the connection: the answer still has to go out.
    yield* message.iterator({ destroyOnReturn: false });
  } catch {
    throw incompleteBody();
  }
}

async function* unchunked(
  received: AsyncGenerator<Uint8Array>,
  signed: boolean,
  digests: BodyDigests,
  awaited: ChecksumAlgorithm | undefined,
): AsyncGenerator<Uint8Array> {
  let outstanding = awaited;
  const onTrailer = (name: string, value: string) => {
    if (outstanding === undefined || name !== checksumHeader(outstanding)) throw malformedTrailer();
    if (!isChecksumValue(outstanding, value)) {
      throw invalidRequest(`Value for ${name} trailing header is invalid.`);
    }
    digests.expectChecksum(value);
    outstanding = undefined;
  };
  try {
    yield* decodeAwsChunked(received, { signed, onTrailer });
  } finally {
    await received.return(undefined);
  }
  if (outstanding !== undefined) throw malformedTrailer();
}

async function* exactly(length: number, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const piece of bytes) {
    received += piece.length;
    if (received > length) throw incompleteBody();
    yield piece;
  }
  if (received < length) throw incompleteBody();
}
