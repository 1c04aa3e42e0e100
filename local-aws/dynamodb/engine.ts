import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { Worker } from 'node:worker_threads';
import { accountId, region } from '../account.ts';

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

/** What it tells: the answer to a request; or that it broke, and will be gone once its store is closed. */
export type FromEngine =
  | { readonly id: number; readonly response: WireResponse }
  | { readonly broken: string };

/** dynalite in a thread of its own: it can break without taking the process with it. */
export class Engine {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<WireResponse>>();
  #lastId = 0;
  #broken = false;

  /** Resolves when the thread has ended and another one can open its folder. */
  readonly ended: Promise<unknown>;

  constructor(folder: string) {
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

  /** Rejects when the engine breaks before it answers. */
  answer(request: WireRequest): Promise<WireResponse> {
    const waiting = Promise.withResolvers<WireResponse>();
    this.#lastId += 1;
    this.#waiting.set(this.#lastId, waiting);
    this.#tell({ id: this.#lastId, request });
    return waiting.promise;
  }

  /** Lets the store finish what it writes. */
  async close(): Promise<void> {
    this.#tell('close');
    await this.ended;
  }

  #tell(message: ToEngine) {
    this.#worker.postMessage(message);
  }

  #hear(message: FromEngine) {
    if ('broken' in message) return this.#break(message.broken);
    this.#waiting.get(message.id)?.resolve(message.response);
    this.#waiting.delete(message.id);
  }

  #break(reason: string) {
    this.#broken = true;
    for (const { reject } of this.#waiting.values()) reject(new Error(`DynamoDB's engine broke: ${reason}`));
    this.#waiting.clear();
  }
}
