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
