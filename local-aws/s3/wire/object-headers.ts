import { ServiceError } from '../../service-error.ts';
import { checksumHeader } from '../checksums.ts';
import { headerNotImplemented } from '../s3-errors.ts';
import type { ObjectMetadata } from '../storage/object-metadata.ts';
import { userMetadataHeaders } from './user-metadata.ts';

const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

/** The headers of a write that come back with every read. */
export function keptHeadersOf(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = {
    'content-type': headers.get('content-type') ?? 'binary/octet-stream',
  };
  for (const name of keptHeaders) {
    const value = name === 'content-encoding' ? contentEncoding(headers) : headers.get(name);
    if (value) kept[name] = value;
  }
  return kept;
}

/** What every answer about a stored object carries. */
export function objectHeaders(metadata: ObjectMetadata): Headers {
  return new Headers([
    ...Object.entries(metadata.headers),
    ...userMetadataHeaders(metadata.userMetadata),
    ['accept-ranges', 'bytes'],
    ['etag', `"${metadata.etag}"`],
    ['last-modified', new Date(metadata.lastModified).toUTCString()],
    ['x-amz-server-side-encryption', 'AES256'],
  ]);
}

export function checksumHeaders({ checksum }: Pick<ObjectMetadata, 'checksum'>): [string, string][] {
  return [
    [checksumHeader(checksum.algorithm), checksum.value],
    ['x-amz-checksum-type', checksum.type],
  ];
}

/** The same in an answer's XML. */
export const checksumElement = ({ checksum }: Pick<ObjectMetadata, 'checksum'>) => ({
  [`Checksum${checksum.algorithm}`]: checksum.value,
});

/**
 * A header that would change what is stored or who may read it, and that this S3 would otherwise ignore.
 * Buckets are as new ones on AWS: no ACLs, encrypted by S3, storage class STANDARD.
 *
 * @throws ServiceError AccessControlListNotSupported or NotImplemented.
 */
export function refuseUnsupportedHeaders(headers: Headers): void {
  for (const [name, value] of headers) {
    if (name.startsWith('x-amz-grant-') || (name === 'x-amz-acl' && value !== 'bucket-owner-full-control')) {
      throw new ServiceError('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400);
    }
    if (unsupported.test(name) && supported[name] !== value) throw headerNotImplemented(name);
  }
}

const unsupported =
  /^x-amz-(tagging|website-redirect-location|storage-class|write-offset-bytes|object-lock-.*|(copy-source-)?server-side-encryption.*)$/;

const supported: Record<string, string> = {
  'x-amz-server-side-encryption': 'AES256',
  'x-amz-storage-class': 'STANDARD',
};

/** `aws-chunked` describes the request, not the object. */
function contentEncoding(headers: Headers): string {
  const encodings = headers.get('content-encoding')?.split(',') ?? [];
  return encodings
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding.toLowerCase() !== 'aws-chunked')
    .join(',');
}
