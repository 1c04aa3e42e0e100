import sharp from 'sharp';
import { expect, test } from 'vitest';
import { cropFace } from '../../../lambdas/crop-and-search/crop-face.ts';
import { decodeImage } from '../../../lambdas/detect-faces/decode-image.ts';
import { makeCutouts } from '../../../lambdas/detect-faces/make-cutouts.ts';
import { cropRectangle, faceInPhoto } from '../../../lambdas/shared/crop-geometry.ts';
import type { BoundingBox } from '../../../statemachine/payloads.ts';
import { turnedPhoto } from '../../turned-photo.ts';

const upright = { width: 600, height: 400 };
const red = { r: 220, g: 30, b: 30 };

/** A grey photo with a red "face" whose place is known to the pixel. */
const faceAt = { left: 420, top: 60, width: 100, height: 120 };
const boundingBox = {
  left: faceAt.left / upright.width,
  top: faceAt.top / upright.height,
  width: faceAt.width / upright.width,
  height: faceAt.height / upright.height,
};
const uprightPixels = await sharp({
  create: { ...upright, channels: 3, background: { r: 90, g: 90, b: 90 } },
})
  .composite([
    {
      input: { create: { width: faceAt.width, height: faceAt.height, channels: 3, background: red } },
      ...faceAt,
    },
  ])
  .png()
  .toBuffer();

async function photoWithOrientation(orientation: number): Promise<Buffer> {
  const photo = await turnedPhoto(uprightPixels, orientation);
  return photo.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** The crop of a face, by way of its cutout. */
async function cropOf(photo: Buffer, box: BoundingBox, margin = 0.4) {
  const pixels = await decodeImage('photo', photo);
  const { faces, bytes } = await makeCutouts(pixels, [box]);
  const rectangle = cropRectangle(faceInPhoto(box, pixels.info), pixels.info, margin);
  const cutout = { jpeg: bytes, rectangle: faces[0]!.cutout!.rectangle };
  return { jpeg: await cropFace(cutout, rectangle), rectangle };
}

/** Where the face must be in its crop, as ratios. */
const inCrop = ({ rectangle }: { rectangle: typeof faceAt }) => ({
  left: (faceAt.left - rectangle.left) / rectangle.width,
  top: (faceAt.top - rectangle.top) / rectangle.height,
  width: faceAt.width / rectangle.width,
  height: faceAt.height / rectangle.height,
});

async function colourAt(jpeg: Buffer, x: number, y: number) {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  const offset = (Math.round(y * info.height) * info.width + Math.round(x * info.width)) * info.channels;
  return { r: data[offset]!, g: data[offset + 1]!, b: data[offset + 2]! };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a photo of EXIF orientation %i is cropped where its face is upright',
  async (orientation) => {
    const crop = await cropOf(await photoWithOrientation(orientation), boundingBox);
    const { left, top, width, height } = inCrop(crop);
    const inside = await colourAt(crop.jpeg, left + width / 2, top + height / 2);
    expect(inside.r - inside.g).toBeGreaterThan(120);
    for (const [x, y] of [
      [left - 0.05, top + height / 2],
      [left + width + 0.05, top + height / 2],
      [left + width / 2, top - 0.05],
      [left + width / 2, top + height + 0.05],
    ] as const) {
      const outside = await colourAt(crop.jpeg, x, y);
      expect(Math.abs(outside.r - outside.g)).toBeLessThan(60);
    }
  },
);

test('a crop is an sRGB JPEG without metadata, with the margin on each side', async () => {
  const crop = await cropOf(await photoWithOrientation(6), boundingBox);
  const metadata = await sharp(crop.jpeg).metadata();
  expect(metadata).toMatchObject({ format: 'jpeg', space: 'srgb', channels: 3, hasAlpha: false });
  expect(metadata.exif).toBeUndefined();
  expect(metadata.width).toBe(Math.ceil(faceAt.width * 1.8));
  expect(metadata.height).toBe(Math.ceil(faceAt.height * 1.8 - 0.0001));
});

test('the transparent part of a PNG becomes a plain background', async () => {
  const png = await sharp({
    create: { width: 200, height: 200, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer();
  const crop = await cropOf(png, { left: 0.3, top: 0.3, width: 0.4, height: 0.4 });
  expect(await sharp(crop.jpeg).metadata()).toMatchObject({ format: 'jpeg', channels: 3 });
});

test('the tighter crop of a face whose cutout was reduced shows the same part of the photo', async () => {
  const large = await sharp(uprightPixels)
    .resize({ width: upright.width * 8, kernel: 'nearest' })
    .jpeg({ quality: 95 })
    .toBuffer();
  const crop = await cropOf(large, boundingBox, 0.15);
  const { width, height } = await sharp(crop.jpeg).metadata();
  expect(Math.max(width, height)).toBeLessThan(1024);
  expect(width / height).toBeCloseTo(crop.rectangle.width / crop.rectangle.height, 2);
  // 0.15 of 1.3 faces is margin, on each side.
  const edge = 0.15 / 1.3;
  for (const [at, isFace] of [
    [edge - 0.02, false],
    [edge + 0.02, true],
    [1 - edge - 0.02, true],
    [1 - edge + 0.02, false],
  ] as const) {
    const { r, g } = await colourAt(crop.jpeg, at, 0.5);
    expect(r - g > 60).toBe(isFace);
  }
});
