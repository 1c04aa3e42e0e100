import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { onTestFinished, vi } from 'vitest';
import { ask } from '../../console/api/client.ts';
import type { ExecutionDetail } from '../../console/api/execution.ts';
import type { Answer, Request, RouteName } from '../../console/api/routes.ts';
import type { RunDetail } from '../../console/api/run.ts';
import type { Page } from '../../console/server/page.ts';
import { startConsole } from '../../console/server/start-console.ts';
import { connect } from '../../operations/connect.ts';

export type TestConsole = Awaited<ReturnType<typeof startTestConsole>>;

/** Stands for the page where only the API is asked: it has not to be built. */
export const noPage = {
  ready: Promise.resolve(),
  serve: ({ html }: { html: (text: string) => Response }) => html('<!doctype html><title>page</title>'),
} as unknown as Page;

/** The console over the local cloud of a data folder, and how its page asks it. */
export async function startTestConsole(dataDir: string, page: Page = noPage) {
  const options = { dataDir, aws: false };
  const target = await connect(options);
  const console = await startConsole(target, options, { port: 0, page });
  const { url } = console;
  const asPage: typeof fetch = (given, init = {}) =>
    fetch(given, { ...init, headers: { origin: url, 'sec-fetch-site': 'same-origin', ...init.headers } });

  /** Asks a route. Throws RequestFailed. */
  const asked = <Name extends RouteName>(name: Name, given: Request<Name>): Promise<Answer<Name>> =>
    ask(name, given, { base: url, fetch: asPage });

  return {
    url,
    target,
    ask: asked,
    asPage,
    /** The execution of that name, once it has ended. */
    ended: (name: string): Promise<ExecutionDetail> =>
      vi.waitUntil(
        async () => {
          const execution = await asked('execution', { params: { name } });
          return execution.stoppedAt === undefined ? undefined : execution;
        },
        { timeout: 60_000 },
      ),
    /** The run of that name, once it has ended. */
    endedRun: (name: string): Promise<RunDetail> =>
      vi.waitUntil(
        async () => {
          const run = await asked('run', { params: { name } });
          return run.stoppedAt === undefined ? undefined : run;
        },
        { timeout: 60_000 },
      ),
    /** The newest execution of a photo, once it has ended. */
    async endedOf(key: string): Promise<ExecutionDetail> {
      const row = await vi.waitUntil(
        async () => {
          const { executions } = await asked('listExecutions', { query: { search: key } });
          return executions.find(({ photo, stoppedAt }) => photo?.key === key && stoppedAt !== undefined);
        },
        { timeout: 60_000 },
      );
      return asked('execution', { params: { name: row.name } });
    },
    async close(): Promise<void> {
      await console.close();
      await target.close();
    },
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly json: () => { error: { name: string; message: string; whatToDo: string; field?: string } };
}

/** A request exactly as given, with whatever Host, path and method: fetch would mend them. */
export function send(
  url: string,
  { body, ...options }: RequestOptions & { body?: string | Buffer },
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, ...options }, async (response) => {
      const received = await buffer(response).catch(() => Buffer.alloc(0));
      resolve({
        status: response.statusCode!,
        headers: response.headers,
        body: received,
        json: () => JSON.parse(received.toString()),
      });
    });
    sent.on('error', reject);
    sent.end(body);
    onTestFinished(() => {
      sent.destroy();
    });
  });
}
