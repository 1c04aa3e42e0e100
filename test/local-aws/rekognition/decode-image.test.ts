import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { samplePhotos } from '../../../local/sample-photos.ts';
import { decodeImage, ImageUndecodable } from '../../../local-aws/rekognition/engine/picture/decode-image.ts';
import { blackImage } from './synthetic-images.ts';

const red = { r: 200, g: 30, b: 40 };
const redImage = () => sharp({ create: { width: 90, height: 100, channels: 3, background: red } });

test('a photo larger than 1920 px is decoded at 1920 px', async () => {
  const { width, height, pixels } = await decodeImage(await blackImage(2400, 1200).png().toBuffer());
  expect([width, height, pixels.length]).toEqual([1920, 960, 1920 * 960 * 3]);
});

test('a JPEG is turned by its EXIF orientation, a PNG is not', async () => {
  const lying = blackImage(200, 100).withMetadata({ orientation: 6 });
  const jpeg = await decodeImage(await lying.jpeg().toBuffer());
  expect([jpeg.width, jpeg.height]).toEqual([100, 200]);
  const png = await decodeImage(await lying.png().toBuffer());
  expect([png.width, png.height]).toEqual([200, 100]);
});

test.each([
  ['a grey JPEG', () => redImage().greyscale().jpeg()],
  ['a grey PNG', () => redImage().toColourspace('b-w').png()],
  ['a CMYK JPEG', () => redImage().toColourspace('cmyk').jpeg()],
  ['a PNG of 16 bits', () => redImage().toColourspace('rgb16').png()],
  ['a PNG with a palette', () => redImage().png({ palette: true })],
  ['a PNG with transparency', () => redImage().ensureAlpha(1).png()],
])('%s becomes RGB of 8 bits', async (_, image) => {
  const { pixels } = await decodeImage(await image().toBuffer());
  expect(pixels).toHaveLength(90 * 100 * 3);
  expect(pixels[0]).toBeGreaterThan(60);
});

test('what is transparent becomes black', async () => {
  const { pixels } = await decodeImage(await redImage().ensureAlpha(0).png().toBuffer());
  expect(Math.max(...pixels)).toBe(0);
});

test('a photo that ends too early is undecodable', async () => {
  const photo = await readFile(samplePhotos[0]!.path);
  for (const part of [0.1, 0.5, 0.95]) {
    const cut = photo.subarray(0, photo.length * part);
    await expect(decodeImage(cut)).rejects.toThrow(ImageUndecodable);
  }
});
