import type { Metadata, SharpOptions } from 'sharp';
import { PhotoTooLarge, PhotoTooSmall, PhotoUnreadable, PhotoUnsupported } from '../shared/errors.ts';
import { loadSharp } from '../shared/load-sharp.ts';
import { mostBytesInS3, shortestImageSide } from '../shared/rekognition-limits.ts';
import { tellDamage } from './format/damage.ts';
import { judgeFormat } from './format/judge-format.ts';
import { accepted, type Photo, tellRefused } from './format/judgement.ts';
import { inMemory } from './format/read-at.ts';
import type { PinnedPhoto } from './pinned-photo.ts';

/** What a working copy is made of must fit into the function's memory: bytes and pixels. */
const mostPhotoBytes = 150 * 1024 * 1024;
export const mostPhotoPixels = 120_000_000;
/** A JPEG has no longer side, in pixels. */
const longestJpegSide = 65_500;

export interface PhotoHeader extends Photo {
  /** Pixels. */
  readonly upright: { readonly width: number; readonly height: number };
  /** Rekognition reads the photo itself; else it needs a working copy. */
  readonly takenAsIs: boolean;
}

/**
 * What the first bytes of a photo say about it, or the whole where they are not enough.
 *
 * Refuses before anything is decoded: PhotoUnreadable, PhotoUnsupported, PhotoTooLarge, PhotoTooSmall.
 */
export async function readPhotoHeader(photo: PinnedPhoto): Promise<PhotoHeader> {
  const { key, head } = photo;
  if (head.size > mostPhotoBytes) {
    throw new PhotoTooLarge(`${key} has ${head.size} bytes; expected at most ${mostPhotoBytes} (150 MB)`);
  }
  const { format, metadata } = (await fromHead(photo)) ?? (await fromWhole(photo));
  const upright = uprightSize(metadata);
  refuseSize(key, upright);
  return {
    format,
    upright,
    takenAsIs: head.size <= mostBytesInS3 && (format === 'JPEG' || (format === 'PNG' && !isTurned(metadata))),
  };
}

interface Header extends Photo {
  readonly metadata: Metadata;
}

/** Undefined where the first bytes do not tell. */
async function fromHead({ key, head }: PinnedPhoto): Promise<Header | undefined> {
  const { format } = judge(key, head);
  // What its first picture is to the others stands in directories, most often at its end.
  if (format === 'TIFF' && head.bytes.length < head.size) return undefined;
  return parse(format, head.bytes).catch(() => undefined);
}

async function fromWhole(photo: PinnedPhoto): Promise<Header> {
  const bytes = await photo.readWhole();
  const { format } = judge(photo.key, { bytes, size: bytes.length });
  return parse(format, bytes).catch((error: Error) => {
    throw new PhotoUnreadable(`${photo.key} is a damaged ${format}: ${tellDamage(error)}`);
  });
}

function judge(key: string, { bytes, size }: { bytes: Buffer; size: number }): Photo {
  const judged = judgeFormat(inMemory(bytes));
  if (!judged) {
    throw new PhotoUnreadable(`${key} (${size} bytes) is no image that can be read; expected ${accepted}`);
  }
  if ('is' in judged) throw new PhotoUnsupported(`${key} is ${tellRefused(judged)}`);
  return judged;
}

async function parse(format: Photo['format'], bytes: Buffer): Promise<Header> {
  // Limits are checked below, with a message that names them.
  const options = { ...decoding(format), failOn: 'none', limitInputPixels: false } as const;
  const sharp = await loadSharp();
  const metadata = await sharp(bytes, options).metadata();
  // A file may hold both: what counts is its primary picture.
  if (metadata.compression === 'hevc') return { format: 'HEIC', metadata };
  return { format: metadata.compression === 'av1' ? 'AVIF' : format, metadata };
}

/** Without it libheif stops at 256 items, and phones of 108 megapixels write more tiles; pixels are limited apart. */
export const decoding = (format: Photo['format']): Pick<SharpOptions, 'unlimited'> => ({
  unlimited: format === 'HEIC' || format === 'AVIF',
});

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
