import { describe, expect, test } from 'vitest';
import type { ExecutionRow } from '../../../../console/api/execution.ts';
import {
  executionOfUpload,
  existingPhotos,
  formatBytes,
  isOnItsWay,
  nextUploads,
  reduceUploads,
  refusePhoto,
  type Upload,
} from '../../../../console/web/start/upload-list.ts';

const fileNamed = (name: string, content = 'bytes') => new File([content], name, { lastModified: 1 });
const choose = (uploads: readonly Upload[], ...names: string[]) =>
  reduceUploads(uploads, {
    type: 'choose',
    files: names.map((name) => ({ id: name, file: fileNamed(name) })),
  });
const steps = (uploads: readonly Upload[]) => uploads.map(({ id, step }) => `${id} ${step}`);

describe('the list of uploads', () => {
  test('nothing is sent before the user confirms', () => {
    const chosen = choose([], 'a.jpg', 'b.heic');
    expect(steps(chosen)).toEqual(['a.jpg chosen', 'b.heic chosen']);
    expect(nextUploads(chosen)).toEqual([]);
    expect(steps(nextUploads(reduceUploads(chosen, { type: 'begin' })))).toEqual([
      'a.jpg waiting',
      'b.heic waiting',
    ]);
  });

  test('a file that is no photo is refused, and stays refused', () => {
    const begun = reduceUploads(choose([], 'notes.txt', 'a.jpg'), { type: 'begin' });
    expect(steps(begun)).toEqual(['notes.txt refused', 'a.jpg waiting']);
  });

  test('a file chosen twice is listed once, until it is uploaded', () => {
    const once = choose(choose([], 'a.jpg'), 'a.jpg');
    expect(once).toHaveLength(1);
    const uploaded = { key: 'photos-raw/a.jpg', bytes: 5, uploadedAt: '2026-11-25T12:00:00.000Z' };
    expect(choose(reduceUploads(once, { type: 'uploaded', id: 'a.jpg', uploaded }), 'a.jpg')).toHaveLength(2);
  });

  test('three are sent at the same time', () => {
    let uploads = reduceUploads(choose([], 'a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg'), { type: 'begin' });
    for (const { id } of nextUploads(uploads)) uploads = reduceUploads(uploads, { type: 'uploading', id });
    expect(steps(uploads).filter((step) => step.endsWith('uploading'))).toHaveLength(3);
    expect(nextUploads(uploads)).toEqual([]);
  });

  test('one that failed is sent again when asked, over the photo that is there if the user says so', () => {
    const failure = { name: 'PhotoExists', message: 'exists', whatToDo: 'replace it' };
    const failed = reduceUploads(choose([], 'a.jpg'), { type: 'failed', id: 'a.jpg', failure });
    expect(existingPhotos(failed)).toHaveLength(1);
    const again = reduceUploads(failed, { type: 'again', ids: ['a.jpg'], existing: 'replace' });
    expect(again[0]).toMatchObject({ step: 'waiting', existing: 'replace', failure: undefined });
    expect(existingPhotos(again)).toHaveLength(0);
  });

  test('a photo that is there is skipped, or processed again instead', () => {
    const failure = { name: 'PhotoExists', message: 'exists', whatToDo: 'replace it' };
    const failed = ['a.jpg', 'b.jpg'].reduce<readonly Upload[]>(
      (uploads, id) => reduceUploads(uploads, { type: 'failed', id, failure }),
      choose([], 'a.jpg', 'b.jpg'),
    );
    const skipped = reduceUploads(failed, { type: 'skip', ids: ['a.jpg'] });
    const both = reduceUploads(skipped, {
      type: 'reprocessed',
      ids: ['b.jpg'],
      batch: '20261125-120000-9f3a',
      startedAt: '2026-11-25T12:00:00.000Z',
      keyOf: ({ name }) => `photos-raw/${name}`,
    });
    expect(steps(both)).toEqual(['a.jpg skipped', 'b.jpg reprocessed']);
    expect(both[1]!.uploaded).toMatchObject({ key: 'photos-raw/b.jpg', batch: '20261125-120000-9f3a' });
  });

  test('two files of one name do not collide', () => {
    const files = [
      { id: '1', file: fileNamed('a.jpg', 'one') },
      { id: '2', file: fileNamed('a.jpg', 'the other') },
      { id: '3', file: fileNamed('a.jpg', 'the third one') },
    ];
    const chosen = reduceUploads([], { type: 'choose', files });
    expect(chosen.map(({ name }) => name)).toEqual(['a.jpg', 'a-2.jpg', 'a-3.jpg']);
  });

  test('files of a folder keep their paths, of two folders also when they are alike', () => {
    const file = fileNamed('a.jpg');
    const files = [
      { id: '1', file, path: 'summer/a.jpg' },
      { id: '2', file, path: 'winter/a.jpg' },
      { id: '3', file, path: 'summer/a.jpg' },
    ];
    const chosen = reduceUploads([], { type: 'choose', files });
    expect(chosen.map(({ name }) => name)).toEqual(['summer/a.jpg', 'winter/a.jpg']);
  });

  test('what was on its way when the page was reloaded goes on when the file is chosen again', () => {
    const [{ content: _, ...waiting }] = reduceUploads(choose([], 'a.jpg'), { type: 'begin' }) as [Upload];
    const left = reduceUploads([], { type: 'restore', uploads: [{ ...waiting, step: 'left' }] });
    expect(left.filter(isOnItsWay)).toHaveLength(1);
    expect(nextUploads(left)).toEqual([]);
    const other = reduceUploads(left, {
      type: 'choose',
      files: [{ id: '2', file: fileNamed('a.jpg', 'x') }],
    });
    expect(steps(other)).toEqual(['a.jpg left', '2 chosen']);
    const again = choose(left, 'a.jpg');
    expect(steps(again)).toEqual(['a.jpg waiting']);
    expect(again[0]!.content).toBeInstanceOf(File);
  });

  test('clearing the list leaves what is on its way', () => {
    const begun = reduceUploads(choose([], 'a.jpg'), { type: 'begin' });
    expect(steps(reduceUploads(choose(begun, 'b.jpg'), { type: 'clear' }))).toEqual(['a.jpg waiting']);
  });
});

describe('a file that is chosen', () => {
  test.each(['a.jpg', 'B.JPEG', 'c.heic', 'd.tif', 'e.webp', 'f.avif'])('%s may be a photo', (name) => {
    expect(refusePhoto({ name, size: 1 })).toBeUndefined();
  });

  test('must not be empty or larger than 150 MB', () => {
    expect(refusePhoto({ name: 'a.jpg', size: 0 })).toContain('empty');
    expect(refusePhoto({ name: 'a.jpg', size: 151 * 1024 * 1024 })).toBe(
      'Expected at most 150 MB, got 151 MB',
    );
  });

  test('tells its size as file managers do', () => {
    expect([19, 182_400, 999_700, 2_440_000].map(formatBytes)).toEqual([
      '19 bytes',
      '182 KB',
      '1.0 MB',
      '2.4 MB',
    ]);
  });
});

describe('the execution of an upload', () => {
  const uploaded = { key: 'photos-raw/a.jpg', bytes: 1, uploadedAt: '2026-11-25T12:00:00.000Z' };
  const row = (name: string, startedAt: string, key = uploaded.key): ExecutionRow => ({
    name,
    status: 'RUNNING',
    startedAt,
    photo: { key, thumbnailUrl: '/thumbnail' },
  });
  const newestFirst = [
    row('reprocessed', '2026-11-25T12:05:00.000Z'),
    row('other photo', '2026-11-25T12:00:02.000Z', 'photos-raw/b.jpg'),
    row('by the upload', '2026-11-25T12:00:01.000Z'),
    row('before', '2026-11-25T11:00:00.000Z'),
  ];

  test('is the first of its photo since then', () => {
    expect(executionOfUpload(uploaded, newestFirst)?.name).toBe('by the upload');
  });

  test('is the one that the server started', () => {
    expect(executionOfUpload({ ...uploaded, execution: 'reprocessed' }, newestFirst)?.name).toBe(
      'reprocessed',
    );
  });

  test('is that of the run that processed the photo instead', () => {
    const batch = '_1125-120500-9f-';
    const ofBatch = [row(`b_0123${batch}0`, '2026-11-25T12:05:00.000Z'), ...newestFirst];
    expect(executionOfUpload({ ...uploaded, batch }, ofBatch)?.name).toBe(`b_0123${batch}0`);
    expect(executionOfUpload({ ...uploaded, batch }, newestFirst)).toBeUndefined();
  });

  test('is none yet while it has not begun', () => {
    expect(executionOfUpload(uploaded, newestFirst.slice(3))).toBeUndefined();
  });
});
