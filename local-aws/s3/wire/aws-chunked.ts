import { incompleteBody, invalidChunkSize, malformedTrailer } from '../s3-errors.ts';
import { ByteReader } from './byte-reader.ts';

/** S3 API reference, "Signature calculations … in multiple chunks": smaller only at the end. */
const smallestChunk = 8192;

/** Chunk signatures are hexadecimal and below 150 characters; a checksum of 32 bytes is 44. */
const longestLine = 1024;

/**
 * The body inside an aws-chunked one: `<size in hex>[;chunk-signature=…]CRLF <bytes> CRLF`, repeated until size 0,
 * then trailers `name:value CRLF`, then CRLF. Signatures must be there when `signed`; they are not verified.
 *
 * @param onTrailer Told of each trailer but the signature's.
 * @throws ServiceError IncompleteBody, InvalidChunkSizeError or MalformedTrailerError.
 */
export async function* decodeAwsChunked(
  encoded: AsyncIterable<Uint8Array>,
  { signed, onTrailer }: { signed: boolean; onTrailer: (name: string, value: string) => void },
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(encoded);
  const header = signed ? /^([0-9a-f]{1,12});chunk-signature=[0-9a-f]+$/i : /^([0-9a-f]{1,12})$/i;
  let previous = smallestChunk;
  for (let chunk = 1; ; chunk += 1) {
    const [, hex] = header.exec(await reader.line(longestLine)) ?? [];
    if (hex === undefined) throw incompleteBody();
    const size = Number.parseInt(hex, 16);
    if (size === 0) break;
    if (previous < smallestChunk) throw invalidChunkSize(chunk, previous);
    previous = size;
    yield* reader.bytes(size);
    if ((await reader.line(0)) !== '') throw incompleteBody();
  }
  await readTrailers(reader, onTrailer);
}

async function readTrailers(
  reader: ByteReader,
  onTrailer: (name: string, value: string) => void,
): Promise<void> {
  for (let count = 0; ; count += 1) {
    const line = await reader.line(longestLine);
    if (line === '') break;
    const [, name, value] = /^([^:\s]+):(.*)$/.exec(line) ?? [];
    // One checksum and one signature are all S3 knows.
    if (name === undefined || value === undefined || count === 2) throw malformedTrailer();
    if (name.toLowerCase() !== 'x-amz-trailer-signature') onTrailer(name.toLowerCase(), value.trim());
  }
  if (!(await reader.atEnd())) throw incompleteBody();
}
