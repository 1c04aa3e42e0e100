import { incompleteBody, invalidChunkSize, malformedTrailer } from '../s3-errors.ts';

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

/** Reads a stream of pieces by lines and by lengths. */
class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #buffered: Buffer = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /**
   * The next line, without its CRLF.
   *
   * @throws ServiceError IncompleteBody when there is no line of at most `limit` bytes.
   */
  async line(limit: number): Promise<string> {
    let end = this.#buffered.indexOf('\r\n');
    while (end === -1 && this.#buffered.length < limit + 2) {
      const piece = await this.#next();
      if (piece === undefined) throw incompleteBody();
      this.#buffered = Buffer.concat([this.#buffered, piece]);
      end = this.#buffered.indexOf('\r\n');
    }
    if (end === -1 || end > limit) throw incompleteBody();
    return this.#take(end + 2).toString('latin1', 0, end);
  }

  /**
   * The next `length` bytes, as they come.
   *
   * @throws ServiceError IncompleteBody when the stream ends before.
   */
  async *bytes(length: number): AsyncGenerator<Buffer> {
    let left = length;
    while (left > 0) {
      if (this.#buffered.length === 0) this.#buffered = (await this.#next()) ?? this.#buffered;
      if (this.#buffered.length === 0) throw incompleteBody();
      const piece = this.#take(Math.min(left, this.#buffered.length));
      left -= piece.length;
      yield piece;
    }
  }

  async atEnd(): Promise<boolean> {
    return this.#buffered.length === 0 && (await this.#next()) === undefined;
  }

  #take(length: number): Buffer {
    const taken = this.#buffered.subarray(0, length);
    this.#buffered = this.#buffered.subarray(length);
    return taken;
  }

  /** The next piece that is not empty. */
  async #next(): Promise<Buffer | undefined> {
    for (;;) {
      const { done, value } = await this.#pieces.next();
      if (done) return undefined;
      if (value.length > 0) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
  }
}
