import type { ReadAt } from './read-at.ts';

/** What a directory of a TIFF says of its picture; numbers as TIFF 6.0 and DNG have them. */
export interface TiffPicture {
  readonly width: number;
  readonly height: number;
  /** By its own word, a smaller version of another picture of the file. */
  readonly isReduced: boolean;
  /** Of the channel with most. */
  readonly bits: number;
  readonly compression: number;
  readonly photometric: number | undefined;
  readonly isFloat: boolean;
}

export interface TiffPictures {
  /** The one that a reader shows. */
  readonly first: TiffPicture;
  /** The following pages. */
  readonly pages: readonly TiffPicture[];
  /** Those inside a page. */
  readonly inside: readonly TiffPicture[];
  readonly isDng: boolean;
}

const tags = {
  newSubfileType: 254,
  oldSubfileType: 255,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  subDirectories: 330,
  sampleFormat: 339,
  dngVersion: 50706,
} as const;

/** More than any camera writes: a file that leads in circles, or says nonsense, ends here. */
const mostDirectories = 64;
const mostEntries = 2_000;
const mostValues = 64;

/** Reads the directories of a TIFF or BigTIFF, wherever they lie; undefined when the first cannot be read. */
export function readTiffPictures(read: ReadAt): TiffPictures | undefined {
  const file = openTiff(read);
  if (!file) return undefined;
  const visited = new Set<number>();
  const visit = (at: number): Directory | undefined => {
    if (at === 0 || visited.has(at) || visited.size >= mostDirectories) return undefined;
    visited.add(at);
    return readDirectory(file, at);
  };

  const pages: Directory[] = [];
  for (let page = visit(file.firstDirectory); page; page = visit(page.next)) pages.push(page);
  const [first, ...others] = pages;
  if (!first) return undefined;
  const inside = pages.flatMap(({ values }) =>
    values(tags.subDirectories).flatMap((at) => {
      const directory = visit(at);
      return directory ? [pictureOf(directory)] : [];
    }),
  );
  return {
    first: pictureOf(first),
    pages: others.map(pictureOf),
    inside,
    isDng: first.values(tags.dngVersion).length > 0,
  };
}

interface Tiff {
  readonly read: ReadAt;
  readonly isLittleEndian: boolean;
  readonly isBig: boolean;
  readonly firstDirectory: number;
}

/** An unsigned number of 1, 2, 4 or 8 bytes; undefined past the end of the file. */
function numberAt({ read, isLittleEndian }: Omit<Tiff, 'firstDirectory'>, at: number, bytes: number) {
  const found = read(at, bytes);
  if (found.length < bytes) return undefined;
  if (bytes === 8) return Number(isLittleEndian ? found.readBigUInt64LE() : found.readBigUInt64BE());
  return isLittleEndian ? found.readUIntLE(0, bytes) : found.readUIntBE(0, bytes);
}

function openTiff(read: ReadAt): Tiff | undefined {
  const order = read(0, 2).toString('latin1');
  const isLittleEndian = order === 'II';
  const version = numberAt({ read, isLittleEndian, isBig: false }, 2, 2);
  const isBig = version === 43;
  const file = { read, isLittleEndian, isBig };
  const firstDirectory = isBig ? numberAt(file, 8, 8) : numberAt(file, 4, 4);
  return firstDirectory === undefined ? undefined : { ...file, firstDirectory };
}

interface Directory {
  /** The numbers of a tag; none where it is absent. */
  values(tag: number): number[];
  /** Where the next one is; 0 for none. */
  readonly next: number;
}

/** Bytes of a value by its type; other types hold no numbers that are asked for. */
const sizes: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8 };

function readDirectory(file: Tiff, at: number): Directory | undefined {
  const { isBig } = file;
  const [countBytes, entryBytes, offsetBytes] = isBig ? [8, 20, 8] : [2, 12, 4];
  const count = numberAt(file, at, countBytes);
  if (count === undefined || count === 0 || count > mostEntries) return undefined;
  const places = new Map<number, number>();
  for (let index = 0; index < count; index += 1) {
    const entry = at + countBytes + index * entryBytes;
    const tag = numberAt(file, entry, 2);
    if (tag === undefined) return undefined;
    places.set(tag, entry);
  }
  return {
    values: (tag) => {
      const entry = places.get(tag);
      if (entry === undefined) return [];
      const size = sizes[numberAt(file, entry + 2, 2) ?? 0];
      const length = numberAt(file, entry + 4, offsetBytes) ?? 0;
      if (!size || length === 0) return [];
      const inline = entry + 4 + offsetBytes;
      // What does not fit into the entry lies elsewhere.
      const start = size * length <= offsetBytes ? inline : numberAt(file, inline, offsetBytes);
      if (start === undefined) return [];
      return Array.from(
        { length: Math.min(length, mostValues) },
        (_, index) => numberAt(file, start + index * size, size) ?? 0,
      );
    },
    next: numberAt(file, at + countBytes + count * entryBytes, offsetBytes) ?? 0,
  };
}

function pictureOf({ values }: Directory): TiffPicture {
  const [width = 0] = values(tags.width);
  const [height = 0] = values(tags.height);
  const [kind = 0] = values(tags.newSubfileType);
  const [oldKind = 0] = values(tags.oldSubfileType);
  const [compression = 1] = values(tags.compression);
  return {
    width,
    height,
    isReduced: (kind & 1) === 1 || oldKind === 2,
    bits: Math.max(...values(tags.bits), 1),
    compression,
    photometric: values(tags.photometric)[0],
    isFloat: values(tags.sampleFormat).includes(3),
  };
}
