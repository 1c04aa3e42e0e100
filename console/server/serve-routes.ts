import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod/mini';
import { largestPhoto } from '../api/action.ts';
import { type Answer, type Route, type RouteName, routes } from '../api/routes.ts';
import type { Environment } from './guard.ts';
import { Refusal } from './refusal.ts';

type Out<Schema> = Schema extends z.ZodMiniType ? z.output<Schema> : never;
type Routes = typeof routes;

/** A request whose parts fit their schemas. */
export type Parsed<Name extends RouteName> = {
  [Part in Extract<keyof Routes[Name], 'params' | 'query' | 'body'>]: Routes[Name][Part] extends 'bytes'
    ? Buffer
    : Out<Routes[Name][Part]>;
};

/** What the server does for each route. */
export type Handlers = {
  [Name in RouteName]: (request: Parsed<Name>) => Promise<Answer<Name>> | Answer<Name>;
};

/** Bytes: the keys of a thousand photos. */
const largestJson = 2 * 1024 * 1024;

/** Serves every route of the API. What does not fit its schema is refused with the field's name. */
export function serveRoutes(app: Hono<Environment>, handlers: Handlers): void {
  const paths = Object.groupBy(Object.entries(routes) as [RouteName, Route][], ([, { path }]) => path);
  for (const [path, atPath] of Object.entries(paths)) {
    for (const [name, route] of atPath!) {
      if (route.body)
        app.on(route.method, path, limitTo(route.body === 'bytes' ? largestPhoto : largestJson));
      app.on(route.method, path, async (context) => {
        const request = await parse(route, context);
        const handle = handlers[name] as (request: object) => unknown;
        return context.json((await handle(request)) as object);
      });
    }
    const allowed = atPath!.map(([, { method }]) => method).join(', ');
    app.all(path, ({ req, header }) => {
      header('allow', allowed);
      throw new Refusal(405, 'MethodNotAllowed', {
        message: `Expected ${allowed} at ${path}, got ${req.method}`,
        whatToDo: 'Reload the page: it may be of another version than this server.',
      });
    });
  }
}

/** A body is refused as soon as it is known to be larger: by its declared length before it is read. */
const limitTo = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new Refusal(413, 'TooLarge', {
        message: `Expected at most ${maxSize / 1024 / 1024} MB`,
        whatToDo: 'Make the photo smaller: 150 MB is what the workflow takes.',
      });
    },
  });

async function parse({ params, query, body }: Route, context: Context<Environment>): Promise<object> {
  return {
    ...(params && { params: params.parse(context.req.param()) }),
    ...(query && { query: query.parse(queryOf(query, context)) }),
    ...(body && { body: await bodyOf(body, context) }),
  };
}

/** A parameter that its schema takes as a list may be given several times; any other must not. */
function queryOf(schema: z.ZodMiniType, context: Context): Record<string, string | string[]> {
  const shape = schema instanceof z.ZodMiniObject ? (schema.shape as Record<string, z.ZodMiniType>) : {};
  return Object.fromEntries(
    Object.entries(context.req.queries()).map(([name, values]) => {
      const field = shape[name];
      const takesList =
        field instanceof z.ZodMiniOptional && field._zod.def.innerType instanceof z.ZodMiniArray;
      return [name, takesList || values.length > 1 ? values : values[0]!];
    }),
  );
}

async function bodyOf(body: z.ZodMiniType | 'bytes', context: Context<Environment>): Promise<unknown> {
  const expected = body === 'bytes' ? 'application/octet-stream' : 'application/json';
  const type = context.req.header('content-type') ?? '';
  // What another site's form can send is neither.
  if (type.split(';')[0]!.trim() !== expected) {
    throw new Refusal(415, 'UnsupportedMediaType', {
      message: `Expected the content-type ${expected}, got ${JSON.stringify(type)}`,
      whatToDo: 'Reload the page: it may be of another version than this server.',
    });
  }
  if (body === 'bytes') return Buffer.from(await context.req.arrayBuffer());
  try {
    return body.parse(await context.req.json());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(400, 'BadRequest', {
      message: `Expected JSON as the body: ${error.message}`,
      whatToDo: 'Mend the request, and try again.',
    });
  }
}
