import { ServiceError } from '../../service-error.ts';
import { checksumHeader } from '../checksums.ts';
import { headerNotImplemented, metadataTooLarge } from '../s3-errors.ts';
import type { ObjectMetadata } from '../storage/object-metadata.ts';
import type { RequestHeaders } from './request-parts.ts';

/** As every bucket encrypts. */
export const encrypted = { 'x-amz-server-side-encryption': 'AES256' };

const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

/** What a write says of its object: the headers that come back with every read, and the client's own metadata. */
export const descriptionIn = (headers: RequestHeaders): Pick<ObjectMetadata, 'headers' | 'userMetadata'> => ({
  headers: keptHeadersOf(headers),
  userMetadata: userMetadataOf(headers),
});

function keptHeadersOf(headers: RequestHeaders): Record<string, string> {
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
export const objectHeaders = (metadata: ObjectMetadata): Record<string, string> => ({
  ...metadata.headers,
  ...userMetadataHeaders(metadata.userMetadata),
  'accept-ranges': 'bytes',
  etag: `"${metadata.etag}"`,
  'last-modified': new Date(metadata.lastModified).toUTCString(),
  ...encrypted,
});

export const checksumHeaders = ({ checksum }: Pick<ObjectMetadata, 'checksum'>): Record<string, string> => ({
  [checksumHeader(checksum.algorithm)]: checksum.value,
  'x-amz-checksum-type': checksum.type,
});

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
export function refuseUnsupportedHeaders(headers: RequestHeaders): void {
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
  ...encrypted,
  'x-amz-storage-class': 'STANDARD',
};

/** `aws-chunked` describes the request, not the object. */
function contentEncoding(headers: RequestHeaders): string {
  const encodings = headers.get('content-encoding')?.split(',') ?? [];
  return encodings
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding.toLowerCase() !== 'aws-chunked')
    .join(',');
}

const prefix = 'x-amz-meta-';

/**
 * A request's `x-amz-meta-*` headers as text (S3 User Guide, "Working with object metadata"): RFC 2047 words
 * are decoded; any other byte is a character of Latin-1, so raw UTF-8 comes back garbled, as it does from AWS.
 *
 * @throws ServiceError MetadataTooLarge over 2,048 bytes of names and values.
 */
function userMetadataOf(headers: RequestHeaders): Record<string, string> {
  const entries = [...headers]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), decodeWords(value)] as const);
  const size = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
  if (size > 2048) throw metadataTooLarge(size);
  return Object.fromEntries(entries);
}

/** The same as response headers: printable ASCII as it is, all else as one RFC 2047 word. */
function userMetadataHeaders(userMetadata: Readonly<Record<string, string>>): Record<string, string> {
  const headers = Object.entries(userMetadata).map(([name, value]) => {
    const plain = /^[\t\x20-\x7e]*$/.test(value);
    return [prefix + name, plain ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`];
  });
  return Object.fromEntries(headers);
}

function decodeWords(value: string): string {
  return (
    value
      // Blanks between two encoded words belong to neither.
      .replace(/(\?=)\s+(?==\?)/g, '$1')
      .replace(/=\?([^?\s]+)\?([BbQq])\?([^?\s]*)\?=/g, (word, charset, encoding, text) => {
        try {
          return new TextDecoder(charset, { fatal: true }).decode(wordBytes(encoding, text));
        } catch {
          return word;
        }
      })
  );
}

function wordBytes(encoding: string, text: string): Buffer {
  if (encoding.toUpperCase() === 'B') return Buffer.from(text, 'base64');
  const bytes = text
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
