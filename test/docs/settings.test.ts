import { expect, test } from 'vitest';
import { readConfig } from '../../infra/config.ts';
import { readPage } from './documents.ts';

test('every setting of a deployment has its line in docs/settings.md, and no line is about another', () => {
  const listed = [...readPage('docs/settings.md').matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names]) =>
    names!.split(', ').map((name) => name.replaceAll('`', '')),
  );
  expect(listed.toSorted()).toEqual(knownSettings().toSorted());
});

/** As a setting that is not known is refused: with all that are. */
function knownSettings(): string[] {
  try {
    readConfig({ unknown: '' });
  } catch (error) {
    return /settings (.*)/.exec((error as Error).message)![1]!.split(', ');
  }
  throw new Error('Expected a setting that is not known to be refused');
}
