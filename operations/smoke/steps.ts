/** What a step leads to, and how it is told. */
export interface Taken<Value> {
  readonly value: Value;
  readonly told: string;
}

/** A step that was taken, to its end or until it failed. */
export interface Step {
  readonly name: string;
  readonly succeeded: boolean;
  /** What it found, or why it failed. */
  readonly told: string;
  readonly milliseconds: number;
}

/** A step failed, and was told with the reason. */
export class StepFailed extends Error {
  override name = 'StepFailed' as const;
}

/** Does the steps of a smoke test, and tells each as soon as it is taken. */
export class Steps {
  readonly #tell: (step: Step) => void;

  constructor(tell: (step: Step) => void) {
    this.#tell = tell;
  }

  /** Throws StepFailed, with what the work threw as its cause. */
  async take<Value>(name: string, work: () => Promise<Taken<Value>>): Promise<Value> {
    const start = performance.now();
    const tell = (succeeded: boolean, told: string) =>
      this.#tell({ name, succeeded, told, milliseconds: performance.now() - start });
    try {
      const { value, told } = await work();
      tell(true, told);
      return value;
    } catch (error) {
      tell(false, explain(error as Error));
      throw new StepFailed(`Expected every step to succeed, but ${name} failed`, { cause: error });
    }
  }
}

const explain = ({ name, message }: Error): string => (name === 'Error' ? message : `${name}: ${message}`);
