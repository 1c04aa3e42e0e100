import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findPhotos } from '../../../cli/match/find-photos.ts';
import { photosToMatch } from '../../../cli/match/photos-to-match.ts';

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'find-photos-'));
  vi.stubEnv('INIT_CWD', home);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

async function write(name: string, content: Buffer | string = jpeg): Promise<void> {
  await mkdir(path.dirname(path.join(home, name)), { recursive: true });
  await writeFile(path.join(home, name), content);
}

const relative = (files: readonly string[]) => files.map((file) => path.relative(home, file));

test('photos are found at any depth, in the order of their names and numbers', async () => {
  for (const name of ['trip/10.jpg', 'trip/9.JPG', 'trip/day/1.jpeg', 'trip/day/night/2.png'])
    await write(name);
  const { photos } = await findPhotos(['trip']);
  expect(relative(photos)).toEqual(['trip/9.JPG', 'trip/10.jpg', 'trip/day/1.jpeg', 'trip/day/night/2.png']);
});

test('what is no photo is skipped and counted', async () => {
  await write('trip/notes.txt', 'sunny');
  await write('trip/empty', '');
  await write('trip/party.jpg');
  const { photos, skipped } = await findPhotos(['trip']);
  expect(relative(photos)).toEqual(['trip/party.jpg']);
  expect(relative(skipped)).toEqual(['trip/empty', 'trip/notes.txt']);
});

test('a photo under any other name is known by how it begins', async () => {
  await write('a.jpg_large');
  await write('b', png);
  await write('c.download', 'RIFF\x10\x20\x30\x40WEBPVP8 ');
  await write('d.bin', '\0\0\0\x18ftypheic');
  await write('e', 'GIF89a');
  await write('f.cr2', 'II*\0\x10\0\0\0CR');
  const { photos, skipped } = await findPhotos(['.']);
  expect(relative(photos)).toEqual(['a.jpg_large', 'b', 'c.download', 'd.bin', 'e']);
  expect(relative(skipped)).toEqual(['f.cr2']);
});

test('a file that is only named like a photo is not passed over in silence', async () => {
  await write('letter.jpg', 'Dear friend');
  const { photos } = await findPhotos(['letter.jpg']);
  expect(relative(photos)).toEqual(['letter.jpg']);
});

test('hidden files and the data folder are left out', async () => {
  for (const name of ['.trash/a.jpg', '._b.jpg', 'state/annotated/c.jpg', 'd.jpg']) await write(name);
  const { photos, skipped } = await findPhotos(['.'], { except: path.join(home, 'state') });
  expect(relative(photos)).toEqual(['d.jpg']);
  expect(skipped).toEqual([]);
});

test('a photo given twice, or reached by a link too, is taken once', async () => {
  await write('trip/party.jpg');
  await symlink(path.join(home, 'trip/party.jpg'), path.join(home, 'trip/same.jpg'));
  const { photos } = await findPhotos(['trip', 'trip/party.jpg', './trip']);
  expect(relative(photos)).toEqual(['trip/party.jpg']);
});

test('links in a circle, and links to nothing, end the search of no folder', async () => {
  await write('trip/a.jpg');
  await symlink(home, path.join(home, 'trip/b'));
  await symlink(path.join(home, 'nowhere'), path.join(home, 'trip/c.jpg'));
  await write('trip/d.jpg');
  const { photos, skipped } = await findPhotos(['trip']);
  expect(relative(photos)).toEqual(['trip/a.jpg', 'trip/d.jpg']);
  expect(relative(skipped)).toEqual(['trip/c.jpg']);
});

test('a path that does not exist is bad usage', async () => {
  await expect(findPhotos(['nothere.jpg'])).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining('got "nothere.jpg", which does not exist'),
  });
});

test('equal names in two folders, and odd characters, stay what they are', async () => {
  const names = ['a/party.jpg', 'b/party.jpg', 'c/Ünïcode + 100% back\\slash 🎉.jpg'];
  for (const name of names) await write(name);
  const { photos } = await photosToMatch(['.'], { dataDir: path.join(home, 'state') });
  expect(photos.map(({ name }) => name)).toEqual(names);
});

test('a photo from elsewhere is named by its absolute path', async () => {
  await write('elsewhere/party.jpg');
  vi.stubEnv('INIT_CWD', path.join(home, 'here'));
  const { photos } = await photosToMatch([path.join(home, 'elsewhere')], { dataDir: home });
  expect(photos.map(({ name }) => `/${name}`)).toEqual([path.join(home, 'elsewhere/party.jpg')]);
});

test('two photos that would go to one key are bad usage', async () => {
  await write('elsewhere/party.jpg');
  await write(`here${home}/elsewhere/party.jpg`);
  vi.stubEnv('INIT_CWD', path.join(home, 'here'));
  const given = [path.join(home, 'elsewhere'), '.'];
  await expect(photosToMatch(given, { dataDir: path.join(home, 'state') })).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining('different keys'),
  });
});
