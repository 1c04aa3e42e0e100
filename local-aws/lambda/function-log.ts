import { closeSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * The log of a function: what its handlers wrote and the lines that Lambda adds, all sandboxes in one file.
 * Lines are in the file before the invocation's answer goes out.
 */
export class FunctionLog {
  readonly #path: string;
  #file: number | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'a', 0o600);
  }

  /** Whole lines only, so that those of two sandboxes do not mix. */
  copyLines(stream: Readable) {
    createInterface(stream).on('line', (line) => this.write(line));
  }

  write(line: string) {
    // An invocation that the close cuts off ends after its log.
    if (this.#file === undefined) return;
    try {
      writeSync(this.#file, `${line}\n`);
    } catch (error) {
      // A full disk, say: no reason to fail the invocation.
      console.error(`Expected to write to ${this.#path}: ${(error as Error).message}`);
    }
  }

  close() {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
