import {
  type ChecksumAlgorithm,
  type ChecksumType,
  checksumHeader,
  checksumLengths,
  isChecksumAlgorithm,
  isChecksumValue,
} from '../checksums.ts';
import { headerNotImplemented, invalidRequest } from '../s3-errors.ts';
import type { RequestHeaders } from './request-parts.ts';

/** The checksum a client announces for a body: its value in a header, or the name of the trailer it comes in. */
export interface DeclaredChecksum {
  algorithm: ChecksumAlgorithm;
  value?: string;
}

/** Headers that begin like a checksum and are none. */
const settings = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-type', 'x-amz-checksum-mode']);

/** Of S3's newer algorithms, which this S3 does not verify. */
const notVerified = /^x-amz-checksum-(md5|sha512|xxhash.*)$/;

/** @throws ServiceError InvalidRequest, or NotImplemented for an algorithm this S3 does not verify. */
export function declaredChecksum(headers: RequestHeaders): DeclaredChecksum | undefined {
  const names = [...headers.keys()].filter(
    (name) => name.startsWith('x-amz-checksum-') && !settings.has(name),
  );
  const trailer = headers.get('x-amz-trailer')?.trim().toLowerCase();
  if (names.length + (trailer ? 1 : 0) > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [name = trailer] = names;
  const announced = headers.get('x-amz-sdk-checksum-algorithm')?.toUpperCase();
  if (!name) {
    if (announced === undefined) return undefined;
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  const algorithm = algorithmOf(name, name === trailer);
  if (announced !== undefined && announced !== algorithm) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  if (name === trailer) return { algorithm };
  const value = headers.get(name) ?? '';
  if (!isChecksumValue(algorithm, value)) throw invalidRequest(`Value for ${name} header is invalid.`);
  return { algorithm, value };
}

function algorithmOf(name: string, isTrailer: boolean): ChecksumAlgorithm {
  if (notVerified.test(name)) throw headerNotImplemented(name);
  const algorithm = name.replace(/^x-amz-checksum-/, '').toUpperCase();
  if (isChecksumAlgorithm(algorithm) && name === checksumHeader(algorithm)) return algorithm;
  throw invalidRequest(
    isTrailer
      ? 'The value specified in the x-amz-trailer header is not supported'
      : 'The algorithm type you specified in x-amz-checksum- header is invalid.',
  );
}

/** @throws ServiceError InvalidRequest for a name that is no algorithm of S3's. */
export function algorithmNamed(name: string): ChecksumAlgorithm {
  const algorithm = name.toUpperCase();
  if (isChecksumAlgorithm(algorithm)) return algorithm;
  throw invalidRequest(
    `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${Object.keys(checksumLengths).join(', ')}]`,
  );
}

/** @throws ServiceError InvalidRequest for a name that is no type of S3's. */
export function checksumTypeNamed(name: string): ChecksumType {
  if (name === 'FULL_OBJECT' || name === 'COMPOSITE') return name;
  throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
}
