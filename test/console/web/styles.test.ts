import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const web = path.resolve(import.meta.dirname, '../../../console/web');
const read = (pattern: string) =>
  globSync(pattern, { cwd: web }).map((file) => readFileSync(path.join(web, file), 'utf8'));

test('every class that a page names has a style, which no tidying lost', () => {
  const styles = read('**/*.css').join('\n');
  const named = read('**/*.tsx')
    .flatMap((page) => [...page.matchAll(/className="([^"]+)"/g)])
    .flatMap(([, classes]) => classes!.split(' '));
  expect(named.length).toBeGreaterThan(50);
  expect([...new Set(named)].filter((name) => !new RegExp(`\\.${name}(?![\\w-])`).test(styles))).toEqual([]);
});
