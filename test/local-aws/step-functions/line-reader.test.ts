import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LineReader } from '../../../local-aws/step-functions/history/line-reader.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'line-reader-'));
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('lines that were appended meanwhile are seen, and a torn last one only when it is whole', () => {
  const reader = new LineReader(path);
  expect(reader.count()).toBe(0);
  appendFileSync(path, '{"id":1}\n{"id":2}\n{"id');
  expect(reader.count()).toBe(2);
  expect(reader.read(0, 2)).toEqual([{ id: 1 }, { id: 2 }]);
  appendFileSync(path, '":3}\n');
  expect(reader.count()).toBe(3);
  expect(reader.read(2, 3)).toEqual([{ id: 3 }]);
  expect(reader.read(3, 3)).toEqual([]);
});

test('any part of a file of several megabytes is found, whatever characters its lines have', () => {
  const lines = Array.from({ length: 3000 }, (_, id) => ({ id, text: 'ä🙂'.repeat(id % 400) }));
  appendFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const reader = new LineReader(path);
  expect(reader.count()).toBe(3000);
  expect(reader.read(1234, 1300)).toEqual(lines.slice(1234, 1300));
  expect(reader.read(0, 3000)).toEqual(lines);
});
