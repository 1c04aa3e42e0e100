import sharp, { type Metadata } from 'sharp';
import { PhotoTooLarge, PhotoTooSmall, PhotoUnreadable, PhotoUnsupported } from '../shared/errors.ts';
import type { PhotoBytes } from '../shared/photo-object.ts';

/** Limits of Rekognition for an image in S3. */
const formats: readonly string[] = ['jpeg', 'png'];
const largestBytes = 15 * 1024 * 1024;
const smallestSide = 80;

/**
 * The upright size of a photo in pixels, from its first bytes; `readWhole` is called only when they hold
 * no more than metadata. Throws PhotoUnreadable, PhotoUnsupported, PhotoTooLarge or PhotoTooSmall.
 */
export async function inspectPhoto(
  head: PhotoBytes,
  key: string,
  readWhole: () => Promise<PhotoBytes>,
): Promise<{ width: number; height: number }> {
  if (head.size === 0) throw new PhotoUnreadable(`${key} is empty; expected a JPEG or PNG photo`);
  const isWhole = head.bytes.length === head.size;
  const header =
    (await readHeader(head.bytes)) ??
    (isWhole || head.size > largestBytes ? undefined : await readHeader((await readWhole()).bytes));
  if (!header) {
    throw new PhotoUnreadable(
      `${key} (${head.size} bytes) is not an image that can be read; expected a JPEG or PNG photo`,
    );
  }
  if (!formats.includes(header.format)) {
    throw new PhotoUnsupported(
      `${key} is of the format ${header.format}; expected JPEG or PNG, which Rekognition takes`,
    );
  }
  if (head.size > largestBytes) {
    throw new PhotoTooLarge(`${key} has ${head.size} bytes; expected at most ${largestBytes} (15 MB)`);
  }
  const { width, height } = upright(header);
  if (Math.min(width, height) < smallestSide) {
    throw new PhotoTooSmall(
      `${key} is ${width} × ${height} pixels; expected at least ${smallestSide} on each side`,
    );
  }
  return { width, height };
}

async function readHeader(bytes: Buffer): Promise<Metadata | undefined> {
  try {
    return await sharp(bytes, { failOn: 'none' }).metadata();
  } catch {
    return undefined;
  }
}

/** Rekognition turns a JPEG upright by its EXIF orientation, and a PNG never. */
const upright = ({ format, width, height, autoOrient }: Metadata) =>
  format === 'jpeg' ? autoOrient : { width, height };
