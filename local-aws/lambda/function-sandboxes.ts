import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { functionArn } from '../account.ts';
import { bundleModules } from './bundled-modules.ts';
import { tooLargeToAnswer } from './function-error.ts';
import type { FunctionLog } from './function-log.ts';
import { type LocalFunction, sandboxEnvironment } from './local-function.ts';
import { billedDuration, reportLine } from './report-line.ts';
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

/** The sandboxes of one function. Each invocation gets an idle one, or starts one. */
export class FunctionSandboxes {
  readonly #name: string;
  readonly #configured: LocalFunction;
  readonly #endpoint: string;
  readonly #log: FunctionLog;
  readonly #running = new Set<Sandbox>();
  readonly #idle: Sandbox[] = [];
  #closed = false;
  #statistics: FunctionStatistics = { invocations: 0, billedMilliseconds: 0 };

  constructor(name: string, configured: LocalFunction, endpoint: string, log: FunctionLog) {
    this.#name = name;
    this.#configured = configured;
    this.#endpoint = endpoint;
    this.#log = log;
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
    this.#log.write(`START RequestId: ${requestId} Version: $LATEST`);
    const outcome = initializationError
      ? { error: initializationError }
      : checkSize(await sandbox.invoke({ requestId, functionArn: functionArn(this.#name), payload }));
    this.#report(requestId, outcome, {
      duration: performance.now() - initialized,
      ...(cold && { initDuration: initialized - started }),
    });
    this.#release(sandbox);
    return outcome;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#running].map((sandbox) => sandbox.terminate()));
    this.#log.close();
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
    const { handlerFile } = this.#configured;
    const file = typeof handlerFile === 'string' ? handlerFile : await handlerFile();
    const workerFile = await sandboxWorker('lambda/sandbox-worker.ts');
    if (this.#closed) throw new Error('The local cloud was closed');
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    const logStreamName = `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
    const environment = sandboxEnvironment(this.#name, this.#configured, {
      endpoint: this.#endpoint,
      logStreamName,
    });
    const sandbox = new Sandbox({ workerFile, handlerFile: file }, this.#configured, environment, this.#log);
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
      memoryMB: this.#configured.memoryMB,
      ...('error' in outcome && { errorType: outcome.error.errorType }),
    };
    this.#log.write(`END RequestId: ${requestId}`);
    this.#log.write(reportLine(figures));
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
