import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countPairs, rowOf } from '../../bench/local/accuracy.ts';
import { readGroups, readLabelledPhotos } from '../../bench/local/labelled-photos.ts';
import { samplePhotos } from '../../local/sample-photos.ts';

// The command starts the face engine: seconds on two free cores, more where others work as well.
vi.setConfig({ testTimeout: 180_000 });

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accuracy-'));
});
afterEach(() => rm(folder, { recursive: true }));

const anna = { person: 'anna', descriptor: Float32Array.of(1, 0, 0) };
const bert = { person: 'bert', descriptor: Float32Array.of(0, 1, 0) };
/** Cosines of 0.45 with anna, between 80 and 95, and of 0.89 with bert. */
const between = Float32Array.of(0.45, 0.893, 0);

test('pairs of one person are accepted or not, and those of two are false matches or not', () => {
  const searched = [
    { person: 'anna', descriptor: between },
    { person: 'anna', descriptor: anna.descriptor },
    { person: 'bert' },
  ];
  expect(countPairs(searched, [anna, bert])).toEqual({
    same: 3,
    accepted95: 1,
    accepted80: 2,
    others: 3,
    false95: 1,
    false80: 1,
  });
});

test('a photo is not compared with itself', () => {
  const searched = [{ person: 'anna', descriptor: anna.descriptor, itself: anna }];
  expect(countPairs(searched, [anna, bert])).toMatchObject({ same: 0, others: 1, false80: 0 });
  expect(rowOf('as it is', searched, [anna, bert])).toMatchObject({ found: '1 of 1', 'accepted at 95': '' });
});

test('groups are read by person, and a line that names none is refused', async () => {
  const file = join(folder, 'groups.csv');
  await writeFile(file, 'anna, women\n\nbert,men\n');
  expect([...(await readGroups(file))]).toEqual([
    ['anna', 'women'],
    ['bert', 'men'],
  ]);
  await writeFile(file, 'anna,women\nbert\n');
  await expect(readGroups(file)).rejects.toThrow(/Expected person,group in line 2 of .*, got "bert"/);
});

test('photos of one person only are refused', async () => {
  await mkdir(join(folder, 'anna'));
  await writeFile(join(folder, 'anna', '1.jpg'), '');
  await writeFile(join(folder, 'notes.txt'), '');
  await expect(readLabelledPhotos(folder)).rejects.toThrow(
    /Expected person\/photo.jpg of two people or more in .*, got 1 photos/,
  );
});

test('npm run bench:local -- --photos counts over a folder of labelled photos, by condition and by group', async () => {
  await mkdir(join(folder, 'photos', 'anna'), { recursive: true });
  await mkdir(join(folder, 'photos', 'bert'));
  // The largest face of the first and of the third is the same person's.
  for (const [person, photo] of [
    ['anna', 0],
    ['anna', 2],
    ['bert', 4],
  ] as const) {
    await copyFile(samplePhotos[photo]!.path, join(folder, 'photos', person, `${photo}.jpg`));
  }
  await writeFile(join(folder, 'groups.csv'), 'anna,everybody\nbert,everybody\n');
  const script = new URL('../../bench/local.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    ...['--photos', join(folder, 'photos'), '--groups', join(folder, 'groups.csv'), '--json'],
  ]);
  const { rows } = JSON.parse(stdout);
  const row = {
    found: '3 of 3',
    'same person': 2,
    'accepted at 95': '100.0 %',
    'two people': 4,
    'false at 95': 0,
  };
  expect(rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ...row, condition: 'as it is' }),
      expect.objectContaining({ ...row, condition: 'as it is, everybody' }),
      expect.objectContaining({ ...row, condition: 'JPEG quality 40' }),
    ]),
  );
});
