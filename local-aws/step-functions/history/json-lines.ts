import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';

/**
 * A file of JSON lines that only grows. A line is with the operating system when `append` returns, so it
 * survives the death of the process. A last line cut short by that death counts as never written.
 */
export class JsonLines<Line> {
  readonly #file: number;
  #length: number;

  private constructor(file: number) {
    this.#file = file;
    this.#length = fstatSync(file).size;
  }

  static create<Line>(path: string): JsonLines<Line> {
    return new JsonLines(openSync(path, 'w'));
  }

  /** Opens the file to go on with it, without a torn last line, which the next line would otherwise continue. */
  static open<Line>(path: string): JsonLines<Line> {
    if (existsSync(path)) truncateSync(path, wholeLines(readFileSync(path)).length);
    return new JsonLines(openSync(path, 'a'));
  }

  /** Empty when there is no such file. */
  static read<Line>(path: string): Line[] {
    if (!existsSync(path)) return [];
    const lines = wholeLines(readFileSync(path)).toString().split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
  }

  /** The whole line or, on a full disk, nothing of it: the next line must not continue one that was cut short. */
  append(line: Line): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      for (let written = 0; written < bytes.length; ) {
        written += writeSync(this.#file, bytes, written, bytes.length - written, this.#length + written);
      }
    } catch (error) {
      ftruncateSync(this.#file, this.#length);
      throw error;
    }
    this.#length += bytes.length;
  }

  close(): void {
    closeSync(this.#file);
  }
}

const wholeLines = (content: Buffer) => content.subarray(0, content.lastIndexOf('\n') + 1);
