import { inPath } from './execution-name.ts';
import { type Failure, failure } from './failure.ts';
import { type Answer, type Request, type Route, type RouteName, routes } from './routes.ts';

/** The server refused or failed; `message` says what was expected, `whatToDo` what helps. */
export class RequestFailed extends Error {
  override name = 'RequestFailed' as const;
  /** HTTP's; 0 when no server answered. */
  readonly status: number;
  readonly failure: Failure;

  constructor(status: number, failure: Failure) {
    super(failure.message);
    this.status = status;
    this.failure = failure;
  }
}

export interface Way {
  readonly signal?: AbortSignal;
  /** The server's address, for whoever is not its page. */
  readonly base?: string;
  readonly fetch?: typeof globalThis.fetch;
}

/** Asks the server, and checks its answer. Throws RequestFailed, or AbortError by the signal. */
export async function ask<Name extends RouteName>(
  name: Name,
  request: Request<Name>,
  { signal, base = '', fetch = globalThis.fetch }: Way = {},
): Promise<Answer<Name>> {
  const route: Route = routes[name];
  const { params, query, body } = request as { params?: object; query?: object; body?: unknown };
  const response = await fetch(base + fillIn(route.path, params) + queryString(query), {
    method: route.method,
    signal,
    ...(body === undefined ? {} : content(body)),
  }).catch((error: Error) => {
    if (error.name === 'AbortError') throw error;
    throw new RequestFailed(0, notRunning);
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return route.answer.parse(answer) as Answer<Name>;
  throw new RequestFailed(response.status, failure.safeParse(answer).data?.error ?? notRunning);
}

const notRunning: Failure = {
  name: 'NotRunning',
  message: 'Expected an answer of the console, got none',
  whatToDo: 'Start it again by the command that started it, and reload this page.',
};

const content = (body: unknown) =>
  body instanceof Blob
    ? { body, headers: { 'content-type': 'application/octet-stream' } }
    : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };

const fillIn = (path: string, params: object = {}) =>
  Object.entries(params).reduce(
    (filled, [name, value]) => filled.replace(`:${name}`, () => inPath(String(value))),
    path,
  );

function queryString(query: object = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((each): [string, string] => [name, String(each)]),
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}
