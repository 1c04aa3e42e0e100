import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { Worker } from 'node:worker_threads';
import { accountId, region } from '../account.ts';
import { ServiceError } from '../service-error.ts';

/** A whole HTTP request, as it travels to the engine's thread. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

/** What the thread of the engine is told. */
export type ToEngine = { readonly id: number; readonly request: WireRequest } | 'close';

/**
 * What it tells: that it takes a request on, and the answer to it; or that it broke, and will be gone once its store is
 * closed.
 */
export type FromEngine =
  | { readonly taken: number }
  | { readonly id: number; readonly response: WireResponse }
  | { readonly broken: string };

interface Waiting {
  readonly answered: PromiseWithResolvers<WireResponse>;
  /** When the thread took it on, by `performance.now()`. */
  takenAt?: number;
}

/** An engine that goes on answering others has so many times its patience for one of many. */
const patienceWithOne = 6;

/** How long an engine may take to close its store. What it acknowledged is with the operating system. */
const closingMs = 1_000;

/**
 * dynalite in a thread of its own: it can break, or never come to an end with an expression, without taking the process
 * with it. One that does not answer is ended, and whoever sent what it is busy with gets a ValidationException.
 */
export class Engine {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #patienceMs: number;
  #lastId = 0;
  #lastTaken = 0;
  #heardAt = 0;
  #watch: NodeJS.Timeout | undefined;
  #broken = false;
  #closing = false;

  /** Resolves when the thread has ended and another one can open its folder. */
  readonly ended: Promise<unknown>;

  constructor(folder: string, patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.#worker = new Worker(new URL('engine-worker.ts', import.meta.url), {
      workerData: { folder },
      env: { AWS_REGION: region, AWS_ACCOUNT_ID: accountId },
      execArgv: [],
    });
    this.#worker.on('message', (message: FromEngine) => this.#hear(message));
    this.ended = once(this.#worker, 'exit').catch(() => {});
    this.ended.then(() => this.#break('its thread ended'));
  }

  get broken(): boolean {
    return this.#broken;
  }

  /** Rejects when the engine breaks before it answers, or does not answer. */
  answer(request: WireRequest): Promise<WireResponse> {
    const answered = Promise.withResolvers<WireResponse>();
    this.#lastId += 1;
    if (this.#waiting.size === 0) this.#heardAt = performance.now();
    this.#waiting.set(this.#lastId, { answered });
    this.#tell({ id: this.#lastId, request });
    this.#watch ??= setTimeout(() => this.#judge(), this.#patienceMs).unref();
    return answered.promise;
  }

  /** Lets the store finish what it writes, for a while. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#tell('close');
    const late = setTimeout(() => void this.#worker.terminate(), closingMs);
    await this.ended;
    clearTimeout(late);
  }

  #tell(message: ToEngine) {
    this.#worker.postMessage(message);
  }

  #hear(message: FromEngine) {
    if ('broken' in message) {
      const [reason = ''] = message.broken.split('\n');
      if (!this.#closing) console.error(`DynamoDB's engine broke, and is replaced: ${reason}`);
      return this.#break(reason);
    }
    this.#heardAt = performance.now();
    if ('taken' in message) {
      this.#lastTaken = message.taken;
      const waiting = this.#waiting.get(message.taken);
      if (waiting) waiting.takenAt = this.#heardAt;
      return;
    }
    this.#waiting.get(message.id)?.answered.resolve(message.response);
    this.#waiting.delete(message.id);
  }

  /** After what has arrived while this thread was busy itself was heard. */
  #judge() {
    setImmediate(() => {
      this.#watch = undefined;
      if (this.#waiting.size === 0) return;
      const now = performance.now();
      // What it has not taken on, because it only starts, it cannot be stuck in.
      const stuck =
        this.#lastTaken > 0 && now - this.#heardAt >= this.#patienceMs
          ? this.#lastTaken
          : this.#waiting
              .entries()
              .find(([, { takenAt = now }]) => now - takenAt >= patienceWithOne * this.#patienceMs)?.[0];
      if (stuck !== undefined) return this.#end(stuck);
      this.#watch = setTimeout(() => this.#judge(), this.#patienceMs / 10).unref();
    });
  }

  #end(stuck: number) {
    const message = `Expected an answer of DynamoDB's engine in ${this.#patienceMs / 1000} s: the request is too complex for it`;
    this.#waiting.get(stuck)?.answered.reject(new ServiceError('ValidationException', message));
    this.#waiting.delete(stuck);
    this.#break('it did not answer');
    void this.#worker.terminate();
  }

  #break(reason: string) {
    this.#broken = true;
    clearTimeout(this.#watch);
    for (const { answered } of this.#waiting.values()) {
      answered.reject(new ServiceError('InternalServerError', `DynamoDB's engine was lost: ${reason}`, 500));
    }
    this.#waiting.clear();
  }
}
