import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { tellDamage } from '../../../lambdas/detect-faces/format/damage.ts';
import { readPhotoHeader } from '../../../lambdas/detect-faces/photo-header.ts';
import { cameraRaw } from '../../camera-raw.ts';
import { type TiffPicture, tiff } from '../../tiff.ts';

const scene = (width = 120, height = 90) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 120, b: 40 } } });

/** Reads the header as DetectFaces does: the first bytes, then the whole if they were not enough. */
const header = (bytes: Buffer, { headBytes = 256 * 1024, size = bytes.length } = {}) =>
  readPhotoHeader({
    ...{ bucket: 'b', key: 'photos-raw/x', etag: 'e' },
    head: { bytes: bytes.subarray(0, headBytes), size, etag: 'e', versionId: null, uploadedAt: new Date(0) },
    readWhole: async () => bytes,
  });

test.each<[string, (image: Sharp) => Sharp, boolean]>([
  ['JPEG', (image) => image.jpeg(), true],
  ['progressive JPEG', (image) => image.jpeg({ progressive: true }), true],
  ['CMYK JPEG', (image) => image.toColourspace('cmyk').jpeg(), true],
  ['grey JPEG', (image) => image.greyscale().jpeg(), true],
  ['PNG', (image) => image.png(), true],
  ['16-bit PNG', (image) => image.toColourspace('rgb16').png(), true],
  ['palette PNG', (image) => image.png({ palette: true }), true],
  ['WebP', (image) => image.webp(), false],
  ['AVIF', (image) => image.avif(), false],
  ['TIFF', (image) => image.tiff(), false],
  ['GIF', (image) => image.gif(), false],
])('Rekognition takes a %s as it is, or a working copy is needed', async (_, encode, takenAsIs) => {
  const { upright, ...read } = await header(await encode(scene()).toBuffer());
  expect(upright).toEqual({ width: 120, height: 90 });
  expect(read.takenAsIs).toBe(takenAsIs);
});

test('a JPEG is measured upright, and a turned PNG, which Rekognition would not turn, needs a working copy', async () => {
  const jpeg = await scene().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  expect(await header(jpeg)).toMatchObject({ upright: { width: 90, height: 120 }, takenAsIs: true });
  const png = await scene().withMetadata({ orientation: 6 }).png().toBuffer();
  expect(await header(png)).toMatchObject({ upright: { width: 90, height: 120 }, takenAsIs: false });
});

test.each([0, 9])('the invalid EXIF orientation %i counts as upright', async (orientation) => {
  const jpeg = await scene().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const tag = jpeg.indexOf(Buffer.from([0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, 0x06]));
  const tagLittle = jpeg.indexOf(Buffer.from([0x12, 0x01, 0x03, 0x00, 0x01, 0x00, 0x00, 0x00, 0x06, 0x00]));
  expect(Math.max(tag, tagLittle)).toBeGreaterThan(0);
  jpeg[tag > 0 ? tag + 9 : tagLittle + 8] = orientation;
  expect(await header(jpeg)).toMatchObject({ upright: { width: 120, height: 90 }, takenAsIs: true });
});

test('a photo whose first bytes are all metadata is read whole', async () => {
  const jpeg = await scene().jpeg().toBuffer();
  expect(await header(jpeg, { headBytes: 20 })).toMatchObject({ format: 'JPEG' });
});

test('a JPEG of more than 15 MB needs a working copy', async () => {
  expect(await header(await scene().jpeg().toBuffer(), { size: 16 * 1024 * 1024 })).toMatchObject({
    takenAsIs: false,
  });
});

test('an animation counts as its first frame', async () => {
  const frames = await sharp({
    create: { width: 100, height: 300, channels: 3, background: 'red', pageHeight: 100 },
  })
    .gif()
    .toBuffer();
  expect((await header(frames)).upright).toEqual({ width: 100, height: 100 });
});

/** The first box of a file of this brand. */
function ftyp(...brands: readonly string[]): Buffer {
  return box('ftyp', Buffer.from(brands.join('\0\0\0\0').padEnd(12, ' '), 'latin1'));
}

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), ...content]);
  bytes.writeUInt32BE(bytes.length);
  return bytes;
}

/** The beginning of a HEIF that lists items of these types. */
function heif(types: readonly string[]): Buffer {
  const noFlags = Buffer.alloc(4);
  const count = Buffer.alloc(2);
  count.writeUInt16BE(types.length);
  const entries = types.map((type) =>
    box('infe', Buffer.from([2, 0, 0, 0, 0, 1, 0, 0]), Buffer.from(`${type}\0`, 'latin1')),
  );
  return Buffer.concat([ftyp('mif1', 'mif1'), box('meta', noFlags, box('iinf', noFlags, count, ...entries))]);
}

const picture = (more: Partial<TiffPicture>): Buffer =>
  tiff({ width: 120, height: 90, data: Buffer.alloc(120 * 90 * 12, 0x55), ...more });

/** The header of a JPEG's frame. */
const jpegOf = ({ marker = 0xc1, bits = 8 }): Buffer =>
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, marker, 0, 17, bits, 0, 90, 0, 120, 3]);

const text = Buffer.from('these are the minutes of the meeting, not a photo');
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"/>');

test.each<[string, Buffer | Promise<Buffer>, string, string]>([
  ['text', text, 'PhotoUnreadable', '(49 bytes) is no image'],
  ['an SVG', svg, 'PhotoUnsupported', 'photos-raw/x is an SVG drawing; expected JPEG, PNG'],
  ['a single pixel', scene(1, 1).png().toBuffer(), 'PhotoTooSmall', '1 × 1 pixels; expected at least 80'],
  ['a strip', scene(4000, 79).jpeg().toBuffer(), 'PhotoTooSmall', '4000 × 79 pixels; expected at least 80'],
  [
    'a cut-off header',
    scene()
      .png()
      .toBuffer()
      .then((png) => png.subarray(0, 20)),
    'PhotoUnreadable',
    'photos-raw/x is a damaged PNG: ',
  ],
  [
    'a BMP',
    Buffer.from('BM\x46\0\0\0\0\0\0\0\x36', 'latin1'),
    'PhotoUnsupported',
    'x is a BMP picture; expected JPEG',
  ],
  [
    'a JPEG XL',
    Buffer.from('\xff\x0a\x10', 'latin1'),
    'PhotoUnsupported',
    'x is a JPEG XL picture; expected JPEG',
  ],
  [
    'a JPEG 2000',
    Buffer.from('\0\0\0\x0cjP  \r\n', 'latin1'),
    'PhotoUnsupported',
    'x is a JPEG 2000 picture; ',
  ],
  [
    'a PSD',
    Buffer.from('8BPS\0\x01', 'latin1'),
    'PhotoUnsupported',
    'x is a Photoshop document; expected JPEG',
  ],
  ['a PDF', Buffer.from('%PDF-1.7'), 'PhotoUnsupported', 'x is a PDF; expected JPEG, PNG, WebP'],
  ['a CR3', ftyp('crx ', 'crx '), 'PhotoUnsupported', 'x is a camera raw (CR3); expected JPEG'],
  [
    'a RAF',
    Buffer.from('FUJIFILMCCD-RAW 0201'),
    'PhotoUnsupported',
    'x is a camera raw (RAF); expected JPEG',
  ],
  ['an ORF', Buffer.from('IIRO\x08\0\0\0'), 'PhotoUnsupported', 'x is a camera raw (ORF); expected JPEG'],
  ['an RW2', Buffer.from('IIU\0\x18\0'), 'PhotoUnsupported', 'x is a camera raw (RW2); expected JPEG'],
  [
    'a video',
    ftyp('qt  ', 'qt  '),
    'PhotoUnsupported',
    'x is a video or a relative of MP4 (qt); expected JPEG',
  ],
  [
    'a HEIF of plain pixels',
    heif(['unci']),
    'PhotoUnsupported',
    'x is a HEIF of uncompressed pixels; expected HEIC or AVIF',
  ],
  [
    'a HEIC of many parts',
    heif(Array(1_001).fill('hvc1')),
    'PhotoUnsupported',
    'x is a HEIC of 1001 parts; expected at most 1000',
  ],
  [
    'a TIFF in CIELab',
    picture({ photometric: 8 }),
    'PhotoUnsupported',
    'x is a TIFF in CIELab colours; expected a TIFF in RGB',
  ],
  [
    'a TIFF of 12 bits',
    picture({ bits: [12, 12, 12] }),
    'PhotoUnsupported',
    'x is a TIFF of 12 bits a channel; expected a TIFF in RGB',
  ],
  [
    'a TIFF of 32 bits',
    picture({ bits: [32, 32, 32] }),
    'PhotoUnsupported',
    'x is a TIFF of 32 bits a channel; expected',
  ],
  [
    'a TIFF in floating point',
    picture({ bits: [32, 32, 32], sampleFormat: 3 }),
    'PhotoUnsupported',
    'x is a TIFF of 32 bits a channel, in floating point; ',
  ],
  [
    'a TIFF with Zstandard',
    picture({ compression: 50_000 }),
    'PhotoUnsupported',
    'x is a TIFF with Zstandard; expected',
  ],
  [
    'a JPEG of 12 bits',
    jpegOf({ bits: 12 }),
    'PhotoUnsupported',
    'x is a JPEG of 12 bits a channel; expected a baseline',
  ],
  [
    'a lossless JPEG',
    jpegOf({ marker: 0xc3 }),
    'PhotoUnsupported',
    'x is a lossless JPEG; expected a baseline',
  ],
])('%s is refused with what is wrong and what would be accepted', async (_, bytes, name, message) => {
  const refused = header(await bytes);
  await expect(refused).rejects.toMatchObject({ name });
  await expect(refused).rejects.toThrow(message);
});

test('a decompression bomb is refused by its header, before it is decoded', async () => {
  const png = await scene(200, 200).png().toBuffer();
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(60_000, 20);
  await expect(header(png)).rejects.toMatchObject({
    name: 'PhotoTooLarge',
    message: 'photos-raw/x is 60000 × 60000 pixels; expected at most 120 megapixels and 65500 on a side',
  });
});

test.each<[string, Promise<Buffer>]>([
  ['a DNG', cameraRaw()],
  ['a raw that says of its first picture that it is reduced', cameraRaw({ isDng: false })],
  ['a raw that says nothing of it', cameraRaw({ isDng: false, isReduced: false })],
])('%s is refused as a camera raw, however far its directories lie', async (_, bytes) => {
  const refused = header(await bytes, { headBytes: 1_000 });
  await expect(refused).rejects.toMatchObject({ name: 'PhotoUnsupported' });
  await expect(refused).rejects.toThrow(/camera raw; expected JPEG, .*: export it as JPEG with the program/);
});

test('a TIFF with smaller pictures inside, or smaller pages before larger ones, is a photo', async () => {
  const page = (width: number, height: number): TiffPicture => ({
    ...{ width, height },
    data: Buffer.alloc(width * height * 3),
  });
  expect(await header(tiff({ ...page(400, 300), inside: [page(200, 150)] }))).toMatchObject({
    format: 'TIFF',
  });
  expect(await header(tiff(page(100, 100), page(400, 300)))).toMatchObject({
    upright: { width: 100, height: 100 },
  });
});

test('directories that lead in circles or out of the file end the reading', async () => {
  const circle = tiff({ width: 100, height: 100, data: Buffer.alloc(30_000) });
  circle.writeUInt32LE(circle.readUInt32LE(4), circle.length - 4);
  expect(await header(circle)).toMatchObject({ format: 'TIFF' });
  const outside = Buffer.from(circle);
  outside.writeUInt32LE(0x7fffffff, 4);
  await expect(header(outside)).rejects.toMatchObject({ name: 'PhotoUnreadable' });
});

test('what a decoder says of every strip is told once', () => {
  const said = Array(9).fill('tiff2vips: Decoding error at scanline 0').join('\n');
  expect(tellDamage(new Error(said))).toBe('tiff2vips: Decoding error at scanline 0');
});
