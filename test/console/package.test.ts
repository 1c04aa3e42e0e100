import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const console = path.resolve(import.meta.dirname, '../../console');
const { dependencies } = JSON.parse(readFileSync(path.join(console, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

/** The packages that the console's files name: `hono` of `hono/factory`. */
const imported = new Set(
  globSync('{api,server,web}/**/*.{ts,tsx}', { cwd: console }).flatMap((file) =>
    [
      ...readFileSync(path.join(console, file), 'utf8').matchAll(
        /(?:from |import |import\(|resolve\()'([^'.][^']*)'/g,
      ),
    ]
      .map(([, specifier]) =>
        specifier!
          .split('/')
          .slice(0, specifier!.startsWith('@') ? 2 : 1)
          .join('/'),
      )
      .filter((name) => !name.startsWith('node:')),
  ),
);

test('the console names every library that it uses, and no other', () => {
  expect([...imported].sort()).toEqual(Object.keys(dependencies).sort());
});
