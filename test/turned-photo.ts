import sharp, { type Sharp } from 'sharp';

/** How a camera stores an upright scene under each EXIF orientation; sharp flips before it turns. */
const storedAs: Readonly<Record<number, (image: Sharp) => Sharp>> = {
  1: (image) => image,
  2: (image) => image.flop(),
  3: (image) => image.rotate(180),
  4: (image) => image.flip(),
  5: (image) => image.flip().rotate(90),
  6: (image) => image.rotate(270),
  7: (image) => image.flip().rotate(270),
  8: (image) => image.rotate(90),
};

/** An upright picture as a camera that was held so stores it, EXIF orientation and all. */
export async function turnedPhoto(upright: Buffer, orientation: number): Promise<Sharp> {
  const stored = await storedAs[orientation]!(sharp(upright)).png().toBuffer();
  return sharp(stored).withMetadata({ orientation });
}
