import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Environment } from './guard.ts';
import { type BuildOptions, buildPage } from './page-build.ts';
import { Refusal } from './refusal.ts';

interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/**
 * The page in the browser. Its files are read into memory once: what a request names is looked up there, and
 * never on the disk.
 */
export class Page {
  /** Settles when the page is built, read and served; rejects when it cannot be built. */
  readonly ready: Promise<void>;
  #assets: ReadonlyMap<string, Asset> | undefined;
  #failure: Error | undefined;

  constructor(options: BuildOptions = {}) {
    this.ready = this.#open(options);
    this.ready.catch((error: Error) => {
      this.#failure = error;
    });
  }

  serve(context: Context<Environment>): Response | Promise<Response> {
    if (this.#failure) return this.#explain(context, this.#failure);
    if (!this.#assets) return this.#askForPatience(context);
    const named = this.#assets.get(context.req.path);
    // Whatever else looks like a page is one, which its script finds in the address.
    const asset = named ?? (isPage(context.req.path) ? this.#assets.get('/index.html') : undefined);
    if (!asset) {
      throw new Refusal(404, 'NotFound', {
        message: `Expected a file of the page, got ${context.req.path}`,
        whatToDo: 'Reload the page.',
      });
    }
    // Vite names these by their content.
    const isHashed = named !== undefined && context.req.path.startsWith('/assets/');
    return context.body(asset.bytes, 200, {
      'content-type': asset.type,
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  }

  async #open(options: BuildOptions): Promise<void> {
    const folder = await buildPage(options);
    const assets = new Map<string, Asset>();
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const absolute = path.join(file.parentPath, file.name);
      const url = `/${path.relative(folder, absolute).split(path.sep).join('/')}`;
      const type = types[path.extname(file.name)] ?? 'application/octet-stream';
      assets.set(url, { bytes: new Uint8Array(await readFile(absolute)), type });
    }
    this.#assets = assets;
  }

  #askForPatience(context: Context): Response | Promise<Response> {
    context.header('retry-after', '1');
    const text = 'The console is being built, once after each change of its sources. It opens by itself.';
    return context.html(html`${head}<meta http-equiv="refresh" content="1"><p>${text}</p>`, 503);
  }

  #explain(context: Context, { message }: Error): Response | Promise<Response> {
    const text = 'The console could not be built. npm ci installs what it needs; then start it again.';
    return context.html(html`${head}<p>${text}</p><pre>${message}</pre>`, 500);
  }
}

const head = html`<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Match Faces</title>`;

const isPage = (url: string) => !/\.\w+$/.test(url) && !url.startsWith('/assets/');
