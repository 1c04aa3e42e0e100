import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { functionArn } from '../account.ts';
import { ServiceClosed } from '../service-error.ts';
import { bundleModules } from './bundled-modules.ts';
import { type FunctionError, tooLargeToAnswer } from './function-error.ts';
import type { FunctionLog } from './function-log.ts';
import { type LocalFunction, sandboxEnvironment } from './local-function.ts';
import { type Outcome, Sandbox } from './sandbox.ts';

const sandboxWorker = bundleModules({
  root: join(import.meta.dirname, '..'),
  entryPoints: ['lambda/sandbox-worker.ts'],
  sources: ['lambda/*.ts'],
});

/** What a function has done since the start. */
export interface FunctionStatistics {
  readonly invocations: number;
  readonly billedMilliseconds: number;
}

interface SandboxedFunction {
  readonly name: string;
  readonly configured: LocalFunction;
  /** Where its SDK clients send their calls. */
  readonly endpoint: string;
  readonly log: FunctionLog;
}

/** The sandboxes of one function. Each invocation gets an idle one, or starts one. */
export class FunctionSandboxes {
  readonly #function: SandboxedFunction;
  readonly #running = new Set<Sandbox>();
  readonly #idle: Sandbox[] = [];
  #closed = false;
  #statistics: FunctionStatistics = { invocations: 0, billedMilliseconds: 0 };

  constructor(function_: SandboxedFunction) {
    this.#function = function_;
  }

  get statistics(): FunctionStatistics {
    return this.#statistics;
  }

  /** `payload` is JSON text. */
  async invoke(payload: string): Promise<Outcome> {
    const requestId = randomUUID();
    const started = performance.now();
    const sandbox = this.#takeIdle() ?? (await this.#start());
    const cold = !sandbox.initialized;
    const initializationError = cold ? await sandbox.initialize(requestId) : undefined;
    const initialized = performance.now();
    this.#function.log.write(`START RequestId: ${requestId} Version: $LATEST`);
    const outcome = initializationError
      ? { error: initializationError }
      : checkSize(
          await sandbox.invoke({ requestId, functionArn: functionArn(this.#function.name), payload }),
        );
    this.#report(requestId, outcome, {
      duration: performance.now() - initialized,
      ...(cold && { initDuration: initialized - started }),
    });
    this.#release(sandbox);
    return outcome;
  }

  /** Loads the handler before it is called; returns why it does not load. */
  async load(): Promise<FunctionError | undefined> {
    const sandbox = await this.#start();
    const error = await sandbox.initialize(randomUUID());
    this.#release(sandbox);
    return error;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#running].map((sandbox) => sandbox.terminate()));
    this.#function.log.close();
  }

  #takeIdle(): Sandbox | undefined {
    while (this.#idle.length) {
      const sandbox = this.#idle.pop()!;
      if (!sandbox.lost) return sandbox;
      this.#running.delete(sandbox);
    }
    return undefined;
  }

  async #start(): Promise<Sandbox> {
    const { name, configured, endpoint, log } = this.#function;
    const { handlerFile } = configured;
    const file = typeof handlerFile === 'string' ? handlerFile : await handlerFile();
    const workerFile = await sandboxWorker('lambda/sandbox-worker.ts');
    if (this.#closed) throw new ServiceClosed('The local cloud was closed');
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    const logStreamName = `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
    const environment = sandboxEnvironment(name, configured, { endpoint, logStreamName });
    const sandbox = new Sandbox({ workerFile, handlerFile: file }, configured, environment, log);
    this.#running.add(sandbox);
    return sandbox;
  }

  #release(sandbox: Sandbox) {
    if (sandbox.lost) this.#running.delete(sandbox);
    else this.#idle.push(sandbox);
  }

  #report(requestId: string, outcome: Outcome, durations: { duration: number; initDuration?: number }) {
    const figures = {
      requestId,
      ...durations,
      memoryMB: this.#function.configured.memoryMB,
      ...('error' in outcome && { errorType: outcome.error.errorType }),
    };
    this.#function.log.write(`END RequestId: ${requestId}`);
    this.#function.log.write(reportLine(figures));
    this.#statistics = {
      invocations: this.#statistics.invocations + 1,
      billedMilliseconds: this.#statistics.billedMilliseconds + billedDuration(figures),
    };
  }
}

function checkSize(outcome: Outcome): Outcome {
  const error = 'response' in outcome ? tooLargeToAnswer(outcome.response) : undefined;
  return error ? { error } : outcome;
}

/** The figures of one invocation, in milliseconds. */
interface InvocationFigures {
  readonly requestId: string;
  readonly duration: number;
  /** Only when the invocation started its sandbox. */
  readonly initDuration?: number;
  readonly memoryMB: number;
  /** What went wrong, by its errorType. */
  readonly errorType?: string;
}

/** Whole milliseconds; loading the handler is billed too. */
const billedDuration = ({ duration, initDuration = 0 }: InvocationFigures) =>
  Math.ceil(duration + initDuration);

/** The line that ends an invocation in a function's log. Lambda's also has the memory used. */
function reportLine(figures: InvocationFigures): string {
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
