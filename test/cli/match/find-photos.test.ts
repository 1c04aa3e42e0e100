import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FoundPhoto, findPhotos } from '../../../cli/match/find-photos.ts';
import { photosToMatch } from '../../../cli/match/photos-to-match.ts';
import { type Skipped, tellSkipped } from '../../../cli/match/skipped-files.ts';
import { cameraRaw } from '../../camera-raw.ts';

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

const relative = (found: readonly (FoundPhoto | Skipped)[]) =>
  found.map((each) => path.relative(home, 'file' in each ? each.file : each.place));
const kinds = (skipped: readonly Skipped[]) => skipped.map(({ kind }) => kind);

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
  expect(kinds(skipped)).toEqual(['empty file', 'text file']);
});

test('skipped files are counted by kind, with examples and how to convert them', async () => {
  for (const name of ['1.DNG', '2.nef', '3.jpg', '4.tif']) await write(`trip/${name}`, await cameraRaw());
  await write('trip/a.txt', 'sunny');
  await write('trip/scan.bmp', Buffer.from('BM\x10\0\0\0\0\0\0\0\x36\0\0\0', 'latin1'));
  const { photos, skipped } = await findPhotos(['.']);
  expect(photos).toEqual([]);
  expect(tellSkipped(skipped)).toBe(
    'skipped 4 camera raws (trip/1.DNG, trip/2.nef, trip/3.jpg, …), 1 text file (trip/a.txt), and 1 BMP picture ' +
      '(trip/scan.bmp); camera raws: export them as JPEG with the program that develops them; BMP pictures: save ' +
      'them as JPEG or PNG',
  );
});

test('a name that is not UTF-8 is told as that, in a folder and as an argument', async () => {
  await write('trip/party.jpg');
  await writeFile(
    Buffer.concat([Buffer.from(`${home}/trip/caf`), Buffer.from([0xe9]), Buffer.from('.jpg')]),
    jpeg,
  );
  const { photos, skipped } = await findPhotos(['trip']);
  expect(relative(photos)).toEqual(['trip/party.jpg']);
  expect(kinds(skipped)).toEqual(['file whose name is not UTF-8']);
  await expect(findPhotos(['trip/caf\ufffd.jpg'])).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining('whose name is not UTF-8'),
  });
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
  expect(kinds(skipped)).toEqual(['camera raw']);
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

/** The keys of what is given from a folder beside the others. */
async function keysFromElsewhere(...given: string[]) {
  vi.stubEnv('INIT_CWD', path.join(home, 'here'));
  const folders = given.map((name) => path.join(home, name));
  const { photos } = await photosToMatch(folders, { dataDir: path.join(home, 'state') });
  return photos.map(({ name }) => name);
}

test('a photo from elsewhere is named from the folder that was given, and by no path of the machine', async () => {
  await write('elsewhere/holiday/day/a.jpg');
  await write('elsewhere/holiday/b.jpg');
  expect(await keysFromElsewhere('elsewhere/holiday')).toEqual(['holiday/b.jpg', 'holiday/day/a.jpg']);
  expect(await keysFromElsewhere('elsewhere/holiday/b.jpg')).toEqual(['holiday/b.jpg']);
  expect(await keysFromElsewhere('elsewhere')).toEqual([
    'elsewhere/holiday/b.jpg',
    'elsewhere/holiday/day/a.jpg',
  ]);
});

test('equal names in two folders of one name do not collide, and are the same when given again', async () => {
  for (const name of ['x/holiday/a.jpg', 'y/holiday/a.jpg', 'here/holiday/a.jpg', 'z/party/a.jpg'])
    await write(name);
  const given = ['x/holiday', 'y/holiday', 'here/holiday', 'z/party'];
  const keys = await keysFromElsewhere(...given);
  expect(new Set(keys).size).toBe(4);
  expect(keys).toEqual([
    expect.stringMatching(/^holiday-[0-9a-f]{8}\/a\.jpg$/),
    expect.stringMatching(/^holiday-[0-9a-f]{8}\/a\.jpg$/),
    'holiday/a.jpg',
    'party/a.jpg',
  ]);
  expect(await keysFromElsewhere(...given)).toEqual(keys);
  expect((await keysFromElsewhere(...given.toReversed())).toSorted()).toEqual(keys.toSorted());
});
