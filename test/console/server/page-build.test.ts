import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sources } from '../../../console/server/page-build.ts';

const project = path.resolve(import.meta.dirname, '../../..');

/** The project's files that a file imports, as its text has them. */
const imported = (file: string): string[] =>
  [...readFileSync(path.join(project, file), 'utf8').matchAll(/(?:from|import) ?\(?'(\.[^']+)'/g)].map(
    ([, specifier]) => path.join(path.dirname(file), specifier!),
  );

test.each(sources)('%s, of which the page is made, is there', (source) => {
  expect(existsSync(path.join(project, source))).toBe(true);
});

test('whatever the page imports is among its sources, so that it is built anew when that changes', () => {
  const found = new Set(['console/web/main.tsx']);
  for (const file of found) for (const other of imported(file)) found.add(other);
  const isIn = (room: string) => (file: string) => file.startsWith(`${room}/`);
  for (const room of ['console/web', 'console/api', 'operations', 'statemachine'])
    expect([...found].some(isIn(room))).toBe(true);
  expect([...found].filter((file) => !sources.some((source) => isIn(source)(file)))).toEqual([]);
});
