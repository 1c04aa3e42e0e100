import sharp, { type Metadata } from 'sharp';
import { PhotoTooLarge, PhotoTooSmall, PhotoUnreadable, PhotoUnsupported } from '../shared/errors.ts';
import type { PhotoBytes } from '../shared/photo-object.ts';

/** Judged by content, never by name or Content-Type. */
const formats = ['jpeg', 'png', 'webp', 'heif', 'tiff', 'gif'] as const;
type Format = (typeof formats)[number];
const accepted = 'JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF';

/** Rekognition takes no image in S3 with more bytes. */
const rekognitionBytes = 15 * 1024 * 1024;
/** Rekognition takes no image with a shorter side, in pixels. */
const shortestSide = 80;

/** What a working copy is made of must fit into the function's memory: bytes and pixels. */
const mostBytes = 150 * 1024 * 1024;
export const mostPixels = 120_000_000;
/** A JPEG has no longer side, in pixels. */
const longestSide = 65_500;

export interface PhotoHeader {
  readonly format: Format;
  /** HEIC, which needs a decoder of its own. */
  readonly isHevc: boolean;
  /** Pixels. */
  readonly upright: { readonly width: number; readonly height: number };
  /** Rekognition reads the photo itself; else it needs a working copy. */
  readonly takenAsIs: boolean;
}

/**
 * What the first bytes of a photo say about it; `readWhole` is called when they hold only metadata.
 *
 * Refuses before anything is decoded: PhotoUnreadable, PhotoUnsupported, PhotoTooLarge, PhotoTooSmall.
 */
export async function readPhotoHeader(
  key: string,
  head: PhotoBytes,
  readWhole: () => Promise<Buffer>,
): Promise<PhotoHeader> {
  if (head.size > mostBytes) {
    throw new PhotoTooLarge(`${key} has ${head.size} bytes; expected at most ${mostBytes} (150 MB)`);
  }
  const isWhole = head.bytes.length === head.size;
  const metadata = (await parse(head.bytes)) ?? (isWhole ? undefined : await parse(await readWhole()));
  if (!metadata) {
    throw new PhotoUnreadable(
      `${key} (${head.size} bytes) is no image that can be read; expected ${accepted}`,
    );
  }
  const format = formats.find((known) => known === metadata.format);
  if (!format) throw new PhotoUnsupported(`${key} is of the format ${metadata.format}; expected ${accepted}`);
  const upright = uprightSize(metadata);
  refuseSize(key, upright);
  return {
    format,
    isHevc: metadata.compression === 'hevc',
    upright,
    takenAsIs:
      head.size <= rekognitionBytes && (format === 'jpeg' || (format === 'png' && !isTurned(metadata))),
  };
}

async function parse(bytes: Buffer): Promise<Metadata | undefined> {
  try {
    // Limits are checked below, with a message that names them.
    return await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata();
  } catch {
    return undefined;
  }
}

/** One frame, or one page, of an animation or a document. */
const uprightSize = ({ autoOrient, pageHeight }: Metadata) => ({
  ...autoOrient,
  ...(pageHeight && { height: pageHeight }),
});

/** Rekognition turns a JPEG upright by its EXIF orientation, and a PNG never. */
const isTurned = ({ orientation = 1 }: Metadata) => orientation > 1 && orientation <= 8;

function refuseSize(key: string, { width, height }: { width: number; height: number }): void {
  const is = `${key} is ${width} × ${height} pixels`;
  if (Math.min(width, height) < shortestSide) {
    throw new PhotoTooSmall(`${is}; expected at least ${shortestSide} on each side`);
  }
  if (width * height > mostPixels || Math.max(width, height) > longestSide) {
    throw new PhotoTooLarge(
      `${is}; expected at most ${mostPixels / 1e6} megapixels and ${longestSide} on a side`,
    );
  }
}
