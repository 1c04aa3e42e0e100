import { expect, test } from 'vitest';
import type { ExecutionRow } from '../../../../console/api/execution.ts';
import { toCsv } from '../../../../console/web/executions/executions-csv.ts';

const row = (key: string, more: Partial<ExecutionRow> = {}): ExecutionRow => ({
  ...{ name: 'run-1', status: 'SUCCEEDED', startedAt: '2026-11-25T12:00:00.000Z' },
  photo: { key, thumbnailUrl: '/thumbnail' },
  ...more,
});
const cellsOf = (csv: string) => csv.split('\r\n')[1]!;

test('each execution is a line below the names of its columns', () => {
  const counts = { faceCount: 3, matchedCount: 1, unmatchedCount: 2 };
  const none = { indexedCount: 0, unsearchableCount: 0, failedCount: 0 };
  expect(toCsv([row('a.jpg', { counts: { ...counts, ...none }, photoStatus: 'MATCHED' })])).toBe(
    'photo,execution,status,record,started,stopped,threshold given,faces,matched,unmatched,indexed,unsearchable,failed,error,cause\r\n' +
      'a.jpg,run-1,SUCCEEDED,MATCHED,2026-11-25T12:00:00.000Z,,,3,1,2,0,0,0,,\r\n',
  );
});

test('commas, quotes and lines of a name stay in its cell', () => {
  expect(cellsOf(toCsv([row('Ann, "the\nfirst".jpg')]))).toMatch(/^"Ann, ""the\nfirst"".jpg",run-1,/);
});

test.each(['=1+1', '+cmd', '-2', '@sum', '\tx'])('a photo that is called %j is no formula', (key) => {
  expect(cellsOf(toCsv([row(key)]))).toContain(`'${key}`);
});
