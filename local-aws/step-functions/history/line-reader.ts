import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

const newline = 0x0a;

/** Bytes looked through at a time. */
const stretch = 1024 * 1024;

/**
 * Reads some lines of a file of JSON lines without the others: it remembers where lines end, and looks only
 * through what the file has grown by since. For a file that only grows; a torn last line is none.
 */
export class LineReader<Line> {
  readonly #path: string;
  /** Offsets behind the newline of each line. */
  readonly #ends: number[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /** How many lines the file has now; none when there is no file. */
  count(): number {
    if (existsSync(this.#path)) this.#withFile((file) => this.#lookThrough(file));
    return this.#ends.length;
  }

  /** The lines from index `begin` on and before `end`, of those that were counted. */
  read(begin: number, end: number): Line[] {
    if (begin >= end) return [];
    const from = this.#ends[begin - 1] ?? 0;
    const bytes = Buffer.allocUnsafe(this.#ends[end - 1]! - from);
    this.#withFile((file) => readSync(file, bytes, 0, bytes.length, from));
    const lines = bytes.toString('utf8', 0, bytes.length - 1).split('\n');
    return lines.map((line) => JSON.parse(line));
  }

  #lookThrough(file: number): void {
    const { size } = fstatSync(file);
    let offset = this.#ends.at(-1) ?? 0;
    const bytes = Buffer.allocUnsafe(Math.min(stretch, size - offset));
    while (offset < size) {
      const length = readSync(file, bytes, 0, Math.min(bytes.length, size - offset), offset);
      if (length === 0) return;
      const read = bytes.subarray(0, length);
      for (let at = read.indexOf(newline); at !== -1; at = read.indexOf(newline, at + 1)) {
        this.#ends.push(offset + at + 1);
      }
      offset += length;
    }
  }

  #withFile(use: (file: number) => void): void {
    const file = openSync(this.#path, 'r');
    try {
      use(file);
    } finally {
      closeSync(file);
    }
  }
}
