import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Target, TargetOptions } from '../../operations/connect.ts';
import { createApp } from './app.ts';
import type { Page } from './page.ts';

export interface ConsoleOptions {
  /** Of 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  /** Takes any free port when another program has the one given. */
  readonly orAnyPort?: boolean;
  readonly page: Page;
}

export interface Console {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Breaks the connections that are open; executions that were started go on. */
  close(): Promise<void>;
}

/** Serves the console over a cloud, on loopback. */
export async function startConsole(
  target: Target,
  options: TargetOptions,
  { port, orAnyPort = false, page }: ConsoleOptions,
): Promise<Console> {
  const { app, stop } = createApp(target, options, page);
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await listen(server, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    if (orAnyPort) return listen(server, 0);
    throw new Error(
      `Expected to listen on port ${port} of 127.0.0.1, but another program does: choose another port, or 0 for any free one`,
    );
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      stop();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}
