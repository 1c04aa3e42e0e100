import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { readPhotoHeader } from '../../../lambdas/detect-faces/photo-header.ts';

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
  expect(await header(jpeg, { headBytes: 20 })).toMatchObject({ format: 'jpeg' });
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

const text = Buffer.from('these are the minutes of the meeting, not a photo');
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"/>');

test.each<[string, Buffer | Promise<Buffer>, string, string]>([
  ['text', text, 'PhotoUnreadable', '(49 bytes) is no image'],
  ['an SVG', svg, 'PhotoUnsupported', 'is of the format svg; expected JPEG, PNG'],
  ['a single pixel', scene(1, 1).png().toBuffer(), 'PhotoTooSmall', '1 × 1 pixels; expected at least 80'],
  ['a strip', scene(4000, 79).jpeg().toBuffer(), 'PhotoTooSmall', '4000 × 79 pixels; expected at least 80'],
  [
    'a cut-off header',
    scene()
      .png()
      .toBuffer()
      .then((png) => png.subarray(0, 20)),
    'PhotoUnreadable',
    'no image',
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
