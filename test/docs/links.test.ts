import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, linksOf, pages, pathsIn, readPage, root, scriptsIn, whyBroken } from './documents.ts';

const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe.each(pages)('%s', (page) => {
  const text = readPage(page);

  test('leads only to what is there', () => {
    expect(linksOf(text).flatMap((link) => whyBroken(page, link) ?? [])).toEqual([]);
  });

  test('tells to run only scripts that exist', () => {
    expect(scriptsIn(text).filter((name) => !(name in scripts))).toEqual([]);
  });

  test('names only files and folders that exist', () => {
    expect(pathsIn(text).filter((named) => !existsSync(path.join(root, named)))).toEqual([]);
  });
});

test('every page can be reached from README', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    for (const link of linksOf(readPage(page))) {
      const target = path.join(path.dirname(page), link.split('#')[0]!);
      if (pages.includes(target)) reached.add(target);
    }
  }
  expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});

test('README fits the first screens: 10 KB', () => {
  expect(statSync(path.join(root, 'README.md')).size).toBeLessThanOrEqual(10_240);
});

test('what is looked for is found', () => {
  const text = [
    '# A `b` c',
    '## A b c',
    '[x](y.md#z) ![p](p.png) <img src="i.png"> [web](https://a.b)',
    '`npm run -s nothing:here`, `bench/none.ts`',
    '```',
    '[no](link.md)',
    '```',
  ].join('\n');
  expect(anchorsOf(text)).toEqual(['a-b-c', 'a-b-c-1']);
  expect(linksOf(text)).toEqual(['y.md#z', 'p.png', 'i.png']);
  expect(scriptsIn(text)).toEqual(['nothing:here']);
  expect(pathsIn(text)).toEqual(['bench/none.ts']);
  expect(whyBroken('README.md', 'docs/none.md')).toContain('found none');
  expect(whyBroken('README.md', 'RUNBOOK.md#none')).toContain('failedfaces');
  expect(whyBroken('RUNBOOK.md', '#failedfaces')).toBeUndefined();
});
