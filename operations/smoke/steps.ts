import { styleText } from 'node:util';
import { printable } from '../text/printable.ts';
import { formatDuration } from '../text/time.ts';

/** What a step leads to, and how the log tells it. */
export interface Taken<Value> {
  readonly value: Value;
  readonly told: string;
}

/** A step failed, and its line says why. */
export class StepFailed extends Error {
  override name = 'StepFailed' as const;
}

/** Does the steps of a smoke test, with a line for each: what it found and how long it took. */
export class Steps {
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Throws StepFailed, with what the work threw as its cause. */
  async take<Value>(name: string, work: () => Promise<Taken<Value>>): Promise<Value> {
    const start = performance.now();
    const tell = (mark: string, what: string) => {
      const duration = styleText('dim', formatDuration(performance.now() - start));
      this.#write(`${mark} ${name.padEnd(nameWidth)}  ${printable(what)}  ${duration}`);
    };
    try {
      const { value, told } = await work();
      tell(styleText('green', '✔'), told);
      return value;
    } catch (error) {
      tell(styleText('red', '✖'), explain(error as Error));
      throw new StepFailed(`Expected every step to succeed, but ${name} failed`, { cause: error });
    }
  }
}

/** Characters of the longest name of a step. */
const nameWidth = 8;

const explain = ({ name, message }: Error): string => (name === 'Error' ? message : `${name}: ${message}`);
