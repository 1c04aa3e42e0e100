import type { FunctionError } from './function-error.ts';

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
