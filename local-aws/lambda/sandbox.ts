import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { exited, type FunctionError, timedOut } from './function-error.ts';
import type { FunctionLog } from './function-log.ts';
import type { LocalFunction } from './local-function.ts';

/** What a sandbox is started with. */
export interface SandboxData {
  readonly handlerFile: string;
  /** A folder for V8's code of what a sandbox loads: the next one need not compile it. */
  readonly compileCache: string;
}

/** One call of a handler, as it travels into the sandbox. */
export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** JSON text. */
  readonly payload: string;
  /** When the sandbox will be stopped, in milliseconds since 1970. */
  readonly deadline: number;
}

/** What a sandbox reports: that it is ready, then how each invocation ended; after a crash it is gone. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answered'; readonly response: string }
  | { readonly kind: 'failed' | 'crashed'; readonly error: FunctionError };

/** What a sandbox does next: it reports, ends, or says nothing in time. */
type Next = Report | { readonly kind: 'exited' } | { readonly kind: 'silent' };

/** How an invocation ended: `response` is JSON text. */
export type Outcome = { readonly response: string } | { readonly error: FunctionError };

/**
 * With a limit of its own making V8 lets the space for new objects grow with every burst, and a dozen sandboxes to
 * hundreds of megabytes; no faster for it.
 */
const maxYoungGenerationSizeMb = 16;

/**
 * One execution environment of a function: a worker thread with an environment of its own that loads the
 * handler once and then takes one invocation at a time. Unlike on Lambda it is not frozen in between, and the
 * memory limit holds for JavaScript's heap only.
 */
export class Sandbox {
  readonly #worker: Worker;
  readonly #timeoutSeconds: number;
  #initialized = false;
  #lost = false;
  #exitReason = '';

  constructor(
    { workerFile, handlerFile }: { workerFile: string; handlerFile: string },
    configured: LocalFunction,
    environment: Record<string, string>,
    log: FunctionLog,
  ) {
    this.#timeoutSeconds = configured.timeoutSeconds;
    this.#worker = new Worker(workerFile, {
      workerData: { handlerFile, compileCache: join(dirname(workerFile), 'compiled') } satisfies SandboxData,
      env: environment,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: configured.memoryMB, maxYoungGenerationSizeMb },
    });
    log.copyLines(this.#worker.stdout);
    log.copyLines(this.#worker.stderr);
    // What the sandbox's own code cannot report: out of memory is the one case to expect.
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      log.write(error.stack ?? error.message);
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#exitReason = 'with error: signal: killed';
    });
    this.#worker.on('exit', (status) => {
      this.#lost = true;
      this.#exitReason ||= status ? `with error: exit status ${status}` : 'without providing a reason';
    });
  }

  /** It ended, or is being ended, and takes no further invocation. */
  get lost(): boolean {
    return this.#lost;
  }

  get initialized(): boolean {
    return this.#initialized;
  }

  /** Resolves once the handler is loaded, or with the reason why it is not. */
  async initialize(requestId: string): Promise<FunctionError | undefined> {
    const next = await this.#next();
    this.#initialized = next.kind === 'ready';
    return this.#initialized ? undefined : this.#failure(next, requestId);
  }

  async invoke(invocation: Omit<Invocation, 'deadline'>): Promise<Outcome> {
    const deadline = Date.now() + this.#timeoutSeconds * 1000;
    this.#worker.postMessage({ ...invocation, deadline } satisfies Invocation);
    const next = await this.#next();
    return next.kind === 'answered'
      ? { response: next.response }
      : { error: this.#failure(next, invocation.requestId) };
  }

  async terminate(): Promise<void> {
    this.#lost = true;
    await this.#worker.terminate();
  }

  #next(): Promise<Next> {
    return new Promise((resolve) => {
      const settle = (next: Next) => {
        clearTimeout(timer);
        this.#worker.off('message', settle).off('exit', onExit);
        resolve(next);
      };
      const onExit = () => settle({ kind: 'exited' });
      const timer = setTimeout(() => settle({ kind: 'silent' }), this.#timeoutSeconds * 1000);
      this.#worker.on('message', settle).on('exit', onExit);
    });
  }

  #failure(next: Next, requestId: string): FunctionError {
    switch (next.kind) {
      case 'failed':
        return next.error;
      case 'crashed':
        this.#lost = true;
        return next.error;
      case 'silent':
        void this.terminate();
        return timedOut(requestId, this.#timeoutSeconds);
      case 'exited':
        return exited(requestId, this.#exitReason);
      default:
        throw new Error(`Expected a sandbox to fail, got ${next.kind}`);
    }
  }
}
