import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { functionArn } from '../account.ts';
import { Slots } from '../slots.ts';
import type { JsonValue } from '../step-functions/json-value.ts';
import { TaskError } from '../step-functions/task-error.ts';
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

export interface InvokeRequest {
  readonly functionArn: string;
  readonly payload: JsonValue;
  /**
   * Aborts when nobody waits for the answer any more. An invocation that has not started is then dropped; one
   * that has runs to its end, as on AWS, where neither a state's timeout nor StopExecution reaches the function.
   */
  readonly signal: AbortSignal;
}

export interface LambdaRuntime {
  /** Rejects with a TaskError when the function fails, or with the signal's reason. */
  invoke(request: InvokeRequest): Promise<JsonValue>;
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
      const sandboxes = new FunctionSandboxes(name, configured, endpoint, log);
      return [functionArn(name), { name, sandboxes, slots: new Slots(concurrency) }];
    }),
  );

  return {
    invoke: async ({ functionArn, payload, signal }) => {
      const found = deployed.get(functionArn.replace(/:\$LATEST$/, ''));
      if (!found)
        throw new TaskError('Lambda.ResourceNotFoundException', `Function not found: ${functionArn}`);
      const text = JSON.stringify(payload);
      if (Buffer.byteLength(text) > largestPayload) throw requestTooLarge();
      if (throttle && found.slots.allTaken)
        throw new TaskError('Lambda.TooManyRequestsException', 'Rate Exceeded.');

      await found.slots.take(AbortSignal.any([signal, closing.signal]));
      try {
        closing.signal.throwIfAborted();
        const outcome = await found.sandboxes.invoke(text);
        if ('error' in outcome) throw new TaskError(outcome.error.errorType, JSON.stringify(outcome.error));
        return JSON.parse(outcome.response);
      } finally {
        found.slots.give();
      }
    },
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

const requestTooLarge = () =>
  new TaskError(
    'Lambda.RequestTooLargeException',
    `Request must be smaller than ${largestPayload} bytes for the InvokeFunction operation`,
  );
