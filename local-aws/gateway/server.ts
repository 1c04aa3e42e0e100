import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerJson } from './json-protocol.ts';
import { reasonToRefuse } from './loopback-guard.ts';

/** Answers one request; it handles every failure itself. */
export type Route = (request: IncomingMessage, answer: ServerResponse) => Promise<void>;

/** Routes by the part of X-Amz-Target before its dot; what carries no target is S3's. */
export interface Routes {
  readonly byTarget: Readonly<Record<string, Route>>;
  readonly s3: Route;
}

export interface GatewayOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** What `identityPath` answers. */
  readonly identity: object;
}

export interface Gateway {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Until then every call is answered with 503, which SDKs try again. */
  serve(routes: Routes): void;
  /** Breaks the connections that are still open. */
  close(): Promise<void>;
}

/** Where a command asks who answers on a port; no bucket can have such a name. */
export const identityPath = '/_local-aws/identity';

/** SDKs keep connections for reuse; a server that closed one first would break the call that reuses it. */
const idleConnectionMs = 65_000;

/**
 * What is stored here may be a page, and whoever opens it in a browser must not run it: it would be of the same origin as
 * every bucket and table. Without scripts, forms and anything that it loads, in a frame of nobody, and only as what it
 * says it is.
 */
const inert = {
  'content-security-policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

const jsonWire = { contentType: 'application/x-amz-json-1.1' };

/** Listens on 127.0.0.1 for every service. */
export async function startGateway({ port, identity }: GatewayOptions): Promise<Gateway> {
  let routes: Routes | undefined;

  const server = createServer({ keepAliveTimeout: idleConnectionMs }, (request, answer) => {
    answer.setHeader('x-amzn-RequestId', randomUUID());
    for (const [name, value] of Object.entries(inert)) answer.setHeader(name, value);
    // What a route did not read of a body would stand before the connection's next request.
    answer.once('finish', () => request.resume());
    const refusal = reasonToRefuse(request, listeningPort());
    if (refusal) answerJson(answer, jsonWire, { __type: 'AccessDeniedException', message: refusal }, 403);
    else if (request.url === identityPath) answerJson(answer, jsonWire, identity);
    else if (!routes) answer.writeHead(503).end();
    else void chooseRoute(routes, request)(request, answer);
  });
  const listeningPort = () => (server.address() as AddressInfo).port;

  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    const expected = `Expected to listen on port ${port} of 127.0.0.1`;
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw new Error(expected, { cause });
    throw new Error(`${expected}, but another program does: choose another port, or 0 for any free one`);
  }

  return {
    endpoint: `http://127.0.0.1:${listeningPort()}`,
    serve: (given) => {
      routes = given;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function chooseRoute(routes: Routes, { headers }: IncomingMessage): Route {
  const target = headers['x-amz-target'];
  if (target === undefined) return routes.s3;
  const service = String(target).split('.')[0]!;
  return Object.hasOwn(routes.byTarget, service) ? routes.byTarget[service]! : unknownService;
}

const unknownService: Route = async ({ headers }, answer) => {
  const message = `The local cloud has no service for ${headers['x-amz-target']}`;
  answerJson(answer, jsonWire, { __type: 'UnknownOperationException', message }, 400);
};
