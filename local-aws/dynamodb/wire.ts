import type { IncomingHttpHeaders } from 'node:http';

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
