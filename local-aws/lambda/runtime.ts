import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import PQueue from 'p-queue';
import { functionArn } from '../account.ts';
import { type Invoke, TaskError } from '../step-functions/invoke.ts';
import type { FunctionError } from './function-error.ts';
import { FunctionLog } from './function-log.ts';
import { FunctionSandboxes, type FunctionStatistics } from './function-sandboxes.ts';
import type { LocalFunction } from './local-function.ts';

export interface LambdaRuntimeOptions {
  readonly functions: Readonly<Record<string, LocalFunction>>;
  /** Where the functions' SDK clients send their calls. */
  readonly endpoint: string;
  /** Gets a file `<function>.log` for each; made when missing. */
  readonly logsFolder: string;
  /** Invocations of one function at the same time. */
  readonly concurrency?: number;
  /** Whether an invocation beyond that is refused, as on AWS; otherwise it waits. */
  readonly throttle?: boolean;
}

export interface LambdaRuntime {
  /**
   * An invocation that has not started when its signal aborts is dropped, and rejects with the signal's reason; one
   * that has runs to its end, as on AWS, where neither a state's timeout nor StopExecution reaches the function.
   */
  readonly invoke: Invoke;
  /** Loads a function before it is called; returns why it does not load. */
  load(functionName: string): Promise<FunctionError | undefined>;
  readonly statistics: Readonly<Record<string, FunctionStatistics>>;
  /** Ends every sandbox at once. */
  close(): Promise<void>;
}

/** 6 MB, as for any synchronous invocation. */
const largestPayload = 6_291_456;

/** Threads wait for the network more than they compute, so there are more than processors. */
const defaultConcurrency = Math.max(4, 2 * availableParallelism());

/** Runs handlers as Lambda would, in threads of this process. */
export function createLambdaRuntime({
  functions,
  endpoint,
  logsFolder,
  concurrency = defaultConcurrency,
  throttle = false,
}: LambdaRuntimeOptions): LambdaRuntime {
  mkdirSync(logsFolder, { recursive: true });
  const closing = new AbortController();
  const deployed = new Map(
    Object.entries(functions).map(([name, configured]) => {
      const log = new FunctionLog(join(logsFolder, `${name}.log`));
      const sandboxes = new FunctionSandboxes({ name, configured, endpoint, log });
      return [functionArn(name), { name, sandboxes, queue: new PQueue({ concurrency }) }];
    }),
  );

  return {
    invoke: async ({ functionArn, payload, signal }) => {
      const found = deployed.get(functionArn.replace(/:\$LATEST$/, ''));
      if (!found)
        throw new TaskError('Lambda.ResourceNotFoundException', `Function not found: ${functionArn}`);
      const text = JSON.stringify(payload);
      if (Buffer.byteLength(text) > largestPayload) throw requestTooLarge();
      if (throttle && found.queue.pending >= concurrency)
        throw new TaskError('Lambda.TooManyRequestsException', 'Rate Exceeded.');

      const outcome = await whenItsTurn(found.queue, AbortSignal.any([signal, closing.signal]), () =>
        found.sandboxes.invoke(text),
      );
      if ('error' in outcome) throw new TaskError(outcome.error.errorType, JSON.stringify(outcome.error));
      return JSON.parse(outcome.response);
    },
    load: (functionName) => deployed.get(functionArn(functionName))!.sandboxes.load(),
    get statistics() {
      return Object.fromEntries(
        [...deployed.values()].map(({ name, sandboxes }) => [name, sandboxes.statistics]),
      );
    },
    close: async () => {
      closing.abort(new Error('The local cloud was closed'));
      await Promise.all([...deployed.values()].map(({ sandboxes }) => sandboxes.close()));
    },
  };
}

/** The queue would give the place of work that is under way to the next when the signal aborts: it is told of none. */
async function whenItsTurn<T>(queue: PQueue, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const waiting = new AbortController();
  const giveUp = () => waiting.abort(signal.reason);
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp, { once: true });
  const begin = () => {
    signal.removeEventListener('abort', giveUp);
    return work();
  };
  return queue.add(begin, { signal: waiting.signal });
}

const requestTooLarge = () =>
  new TaskError(
    'Lambda.RequestTooLargeException',
    `Request must be smaller than ${largestPayload} bytes for the InvokeFunction operation`,
  );
