import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decodeImage } from '../../../lambdas/detect-faces/decode-image.ts';
import { makeCutouts } from '../../../lambdas/detect-faces/make-cutouts.ts';

const size = { width: 2400, height: 1600 };
const pixels = await decodeImage(
  'photo',
  await sharp({ create: { ...size, channels: 3, background: '#864' } })
    .jpeg()
    .toBuffer(),
);

const face = { left: 0.25, top: 0.25, width: 0.125, height: 0.25 };
const tiny = { left: 0.1, top: 0.1, width: 0.01, height: 0.02 };
const huge = { left: 0.05, top: 0.05, width: 0.9, height: 0.9 };

test('each cutout shows its face with a margin, and lies where its face says', async () => {
  const { faces, bytes } = await makeCutouts(pixels, [face, huge]);
  const ranges = faces.map(({ cutout }) => cutout!.bytes);
  expect(ranges[0]![0]).toBe(0);
  expect(ranges[1]).toEqual([ranges[0]![1] + 1, bytes.length - 1]);
  expect(faces[0]!.cutout!.rectangle).toEqual({ left: 480, top: 240, width: 540, height: 720 });
  const shown = await sharp(bytes.subarray(0, ranges[1]![0])).metadata();
  expect(shown).toMatchObject({ format: 'jpeg', width: 540, height: 720 });
});

test('the cutout of a face that fills the photo is no larger than a search can use', async () => {
  const { faces, bytes } = await makeCutouts(pixels, [huge]);
  expect(faces[0]!.cutout!.rectangle).toEqual({ left: 0, top: 0, ...size });
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 1024, height: 683 });
});

test('a face too small to be searched keeps its idx and gets no cutout', async () => {
  const { faces, bytes } = await makeCutouts(pixels, [tiny, face]);
  expect(faces[0]).toEqual({ idx: 1, boundingBox: tiny });
  expect(faces[1]).toMatchObject({ idx: 2, cutout: { bytes: [0, bytes.length - 1] } });
});

test('the same faces in the same bytes are cut out the same', async () => {
  const [once, again] = [await makeCutouts(pixels, [face]), await makeCutouts(pixels, [face])];
  expect(again.bytes.equals(once.bytes)).toBe(true);
});
