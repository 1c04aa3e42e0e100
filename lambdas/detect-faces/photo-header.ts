import sharp, { type Metadata } from 'sharp';
import { PhotoTooLarge, PhotoTooSmall, PhotoUnreadable, PhotoUnsupported } from '../shared/errors.ts';
import { mostBytesInS3, shortestImageSide } from '../shared/rekognition-limits.ts';
import type { PinnedPhoto } from './pinned-photo.ts';

/** Judged by content, never by name or Content-Type. */
const formats = ['jpeg', 'png', 'webp', 'heif', 'tiff', 'gif'] as const;
type Format = (typeof formats)[number];
const accepted = 'JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF';

/** What a working copy is made of must fit into the function's memory: bytes and pixels. */
const mostPhotoBytes = 150 * 1024 * 1024;
export const mostPhotoPixels = 120_000_000;
/** A JPEG has no longer side, in pixels. */
const longestJpegSide = 65_500;

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
 * What the first bytes of a photo say about it, or the whole where they hold only metadata.
 *
 * Refuses before anything is decoded: PhotoUnreadable, PhotoUnsupported, PhotoTooLarge, PhotoTooSmall.
 */
export async function readPhotoHeader(photo: PinnedPhoto): Promise<PhotoHeader> {
  const { key, head } = photo;
  if (head.size > mostPhotoBytes) {
    throw new PhotoTooLarge(`${key} has ${head.size} bytes; expected at most ${mostPhotoBytes} (150 MB)`);
  }
  const metadata = (await parse(head.bytes)) ?? (await parse(await photo.readWhole()));
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
    takenAsIs: head.size <= mostBytesInS3 && (format === 'jpeg' || (format === 'png' && !isTurned(metadata))),
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
  if (Math.min(width, height) < shortestImageSide) {
    throw new PhotoTooSmall(`${is}; expected at least ${shortestImageSide} on each side`);
  }
  if (width * height > mostPhotoPixels || Math.max(width, height) > longestJpegSide) {
    throw new PhotoTooLarge(
      `${is}; expected at most ${mostPhotoPixels / 1e6} megapixels and ${longestJpegSide} on a side`,
    );
  }
}
