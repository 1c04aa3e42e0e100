/** The figures of one invocation, in milliseconds. */
export interface InvocationFigures {
  readonly requestId: string;
  readonly duration: number;
  /** Only when the invocation started its sandbox. */
  readonly initDuration?: number;
  readonly memoryMB: number;
  /** What went wrong, by its errorType. */
  readonly errorType?: string;
}

/** Whole milliseconds; loading the handler is billed too. */
export const billedDuration = ({ duration, initDuration = 0 }: InvocationFigures) =>
  Math.ceil(duration + initDuration);

/** The line that ends an invocation in a function's log. Lambda's also has the memory used. */
export function reportLine(figures: InvocationFigures): string {
  const { requestId, duration, initDuration, memoryMB, errorType } = figures;
  return [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${billedDuration(figures)} ms`,
    `Memory Size: ${memoryMB} MB`,
    ...(initDuration === undefined ? [] : [`Init Duration: ${initDuration.toFixed(2)} ms`]),
    ...statusOf(errorType),
  ].join('\t');
}

/** Lambda marks what the sandbox died of; an error that a handler threw is no mark. */
function statusOf(errorType: string | undefined): string[] {
  if (errorType === 'Sandbox.Timedout') return ['Status: timeout'];
  if (errorType?.startsWith('Runtime.')) return ['Status: error', `Error Type: ${errorType}`];
  return [];
}
