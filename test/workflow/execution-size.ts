import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { plainPhoto } from '../../bench/fixed-faces.ts';
import type { Deployed, Finished } from './deployed.ts';

/** Limits of Step Functions: bytes of a state's input or output, events of an execution. */
export const mostBytes = 262_144;
export const mostEvents = 25_000;

export interface ExecutionSize {
  readonly execution: Finished;
  readonly key: string;
  readonly events: readonly HistoryEvent[];
  /** The largest input, output or cause in the history, in bytes. */
  readonly largestPayload: number;
}

/** What may happen to all faces of a photo. */
export const sizeCases = {
  /** Everybody is searched. */
  'every face searched': undefined,
  /** Each is retried to the end, for an error with a long message, and recorded as Failed. */
  'every face fails, retried to the end': {
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: { name: 'ThrottlingException', message: 'Slow down. '.repeat(500), status: 400 },
  },
} as const;

/** Runs a photo with the longest key there may be, 1,024 bytes, which travels with every face. */
export async function measureExecution(
  deployed: Deployed,
  sizeCase: keyof typeof sizeCases,
): Promise<ExecutionSize> {
  const fault = sizeCases[sizeCase];
  const key = await deployed.upload(longestName(fault ? '-failing.jpg' : '.jpg'), await plainPhoto());
  const injected = fault && deployed.inject(fault);
  const execution = await deployed.run({ key });
  injected?.remove();
  const events = await deployed.history(execution.arn);
  return { execution, key, events, largestPayload: largestPayload(events) };
}

function longestName(end: string): string {
  const rest = 1024 - 'photos-raw/'.length - end.length;
  return 'ü'.repeat(Math.floor(rest / 2)) + 'u'.repeat(rest % 2) + end;
}

const largestPayload = (events: readonly HistoryEvent[]): number =>
  Math.max(
    ...events.flatMap((event) =>
      Object.values(event)
        .filter((details) => details !== null && typeof details === 'object')
        .flatMap(({ input, output, cause }) => [input, output, cause])
        .map((payload) => Buffer.byteLength(payload ?? '')),
    ),
  );
