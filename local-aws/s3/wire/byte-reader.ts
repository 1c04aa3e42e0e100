import { incompleteBody } from '../s3-errors.ts';

/** Reads a stream of pieces by lines and by lengths. */
export class ByteReader {
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
