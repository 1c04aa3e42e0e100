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

/** Takes a step, and tells of it. Throws StepFailed, with what the work threw as its cause. */
export async function takeStep<Value>(
  tell: (step: Step) => void,
  name: string,
  work: () => Promise<Taken<Value>>,
): Promise<Value> {
  const start = performance.now();
  const end = (succeeded: boolean, told: string) =>
    tell({ name, succeeded, told, milliseconds: performance.now() - start });
  try {
    const { value, told } = await work();
    end(true, told);
    return value;
  } catch (error) {
    end(false, explain(error as Error));
    throw new StepFailed(`Expected every step to succeed, but ${name} failed`, { cause: error });
  }
}

const explain = ({ name, message }: Error): string => (name === 'Error' ? message : `${name}: ${message}`);
