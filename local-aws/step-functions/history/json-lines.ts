import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';

/**
 * A file of JSON lines that only grows. A line is with the operating system when `append` returns, so it
 * survives the death of the process. A last line cut short by that death counts as never written.
 */
export class JsonLines<Line> {
  readonly #file: number;

  private constructor(file: number) {
    this.#file = file;
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

  append(line: Line): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}

const wholeLines = (content: Buffer) => content.subarray(0, content.lastIndexOf('\n') + 1);
