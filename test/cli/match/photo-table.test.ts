import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { photoTable } from '../../../cli/match/photo-table.ts';
import { defaultDataDir } from '../../../operations/connect.ts';

test('an unknown face tells why the stage did not index it', () => {
  const boundingBox = { left: 0, top: 0, width: 0.1, height: 0.1 };
  const table = photoTable(
    { dataDir: defaultDataDir, aws: false },
    {
      photoId: 'p',
      s3Key: 'photos-raw/a.jpg',
      status: 'MATCHED',
      executionArn: 'e',
      matchedAt: '',
      faces: [
        { idx: 1, boundingBox, outcome: 'NoMatch', threshold: 95 },
        { idx: 2, boundingBox, outcome: 'NoMatch', threshold: 95, notIndexed: 'LOW_SHARPNESS' },
      ],
    },
  );
  const [, , first, second] = stripVTControlCharacters(table).split('\n');
  expect(first).toMatch(/^ +1 +NoMatch +/);
  expect(second).toMatch(/^ +2 +NoMatch: not indexed: LOW_SHARPNESS +/);
});

test('people have a column of names when anybody has one', () => {
  const boundingBox = { left: 0, top: 0, width: 0.1, height: 0.1 };
  const face = { boundingBox, outcome: 'Match', faceId: 'f', personId: 'f', similarity: 99 } as const;
  const result = {
    photoId: 'p',
    s3Key: 'a.jpg',
    status: 'MATCHED',
    executionArn: 'e',
    matchedAt: '',
  } as const;
  const told = (faces: readonly object[]) => {
    const table = photoTable({ dataDir: defaultDataDir, aws: false }, { ...result, faces } as never);
    return stripVTControlCharacters(table).split('\n').slice(1);
  };
  expect(told([{ ...face, idx: 1 }])[0]).toMatch(/^idx +outcome +personId /);
  const [titles, first, second] = told([
    { ...face, idx: 1, name: 'Grandma\u001b Ann' },
    { ...face, idx: 2 },
  ]);
  expect(titles).toMatch(/^idx +outcome +name +personId /);
  expect(first).toMatch(/^ +1 +Match +Grandma {2}Ann +f /);
  expect(second).toMatch(/^ +2 +Match +f /);
});
