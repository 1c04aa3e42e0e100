import { metadataTooLarge } from '../s3-errors.ts';

const prefix = 'x-amz-meta-';

/**
 * A request's `x-amz-meta-*` headers as text (S3 User Guide, "Working with object metadata"): RFC 2047 words
 * are decoded; any other byte is a character of Latin-1, so raw UTF-8 comes back garbled, as it does from AWS.
 *
 * @throws ServiceError MetadataTooLarge over 2,048 bytes of names and values.
 */
export function userMetadataOf(headers: Headers): Record<string, string> {
  const entries = [...headers]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), decodeWords(value)] as const);
  const size = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
  if (size > 2048) throw metadataTooLarge(size);
  return Object.fromEntries(entries);
}

/** The same as response headers: printable ASCII as it is, all else as one RFC 2047 word. */
export function userMetadataHeaders(userMetadata: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(userMetadata).map(([name, value]) => {
    const plain = /^[\t\x20-\x7e]*$/.test(value);
    return [prefix + name, plain ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`];
  });
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
