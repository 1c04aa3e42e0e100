import type { Judgement } from './judgement.ts';
import type { ReadAt } from './read-at.ts';

/** libheif-js, which decodes HEIC, refuses more. */
const mostHeicItems = 1_000;

const photoBrands = /^(hei[cmsx]|hev[cmsx]|mif[12]|msf1|miaf|avi[fs]|avci|vvic|j2ki|unif)$/;

/** How an item's pixels are coded, by its type; the rest are grids, overlays and metadata. */
const codings: Readonly<Record<string, string>> = {
  unci: 'uncompressed pixels',
  j2k1: 'JPEG 2000',
  jpeg: 'JPEG',
  avc1: 'H.264',
  vvc1: 'H.266',
  evc1: 'EVC',
};

/** Judges what begins with `ftyp`: HEIC, AVIF, their relatives, camera raws, videos. */
export function judgeHeif(read: ReadAt): Judgement {
  const [size = 0, major] = [read(0, 4).readUInt32BE(), text(read(8, 4))];
  if (major === 'crx ') return { kind: 'camera raw', is: 'a camera raw (CR3)' };
  const compatible = text(read(16, Math.min(Math.max(0, size - 16), 256))).match(/.{4}/gs) ?? [];
  const brands = [major, ...compatible];
  if (!brands.some((brand) => photoBrands.test(brand))) {
    return { kind: 'video', is: `a video or a relative of MP4 (${major.trim()})` };
  }
  const items = readItems(read);
  const types = items?.types ?? [];
  if (types.includes('hvc1')) {
    return items!.count > mostHeicItems
      ? {
          kind: 'unreadable HEIC',
          is: `a HEIC of ${items!.count} parts`,
          expected: `at most ${mostHeicItems}`,
        }
      : { format: 'HEIC' };
  }
  const coding = types.includes('av01') ? undefined : types.find((type) => type in codings);
  if (coding) {
    return { kind: 'unreadable HEIF', is: `a HEIF of ${codings[coding]}`, expected: 'HEIC or AVIF' };
  }
  return { format: types.includes('av01') || brands.includes('avif') ? 'AVIF' : 'HEIC' };
}

const text = (bytes: Buffer) => bytes.toString('latin1');

interface Box {
  readonly type: string;
  /** Of what it holds. */
  readonly start: number;
  readonly end: number;
}

/** The boxes between two places, as far as they can be read. */
function* boxes(read: ReadAt, start: number, end: number): Generator<Box> {
  for (let at = start; at + 8 <= end; ) {
    const header = read(at, 16);
    if (header.length < 8) return;
    const short = header.readUInt32BE();
    if (short === 1 && header.length < 16) return;
    const size = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? end - at : short;
    const headerSize = short === 1 ? 16 : 8;
    if (size < headerSize) return;
    yield { type: text(header.subarray(4, 8)), start: at + headerSize, end: Math.min(at + size, end) };
    at += size;
  }
}

/** How many items there are, and of which types; undefined when their list cannot be read. */
function readItems(read: ReadAt): { readonly count: number; readonly types: readonly string[] } | undefined {
  const meta = find(boxes(read, 0, Number.MAX_SAFE_INTEGER), 'meta');
  // Behind version and flags.
  const list = meta && find(boxes(read, meta.start + 4, meta.end), 'iinf');
  if (!list) return undefined;
  const isLong = (read(list.start, 1)[0] ?? 0) > 0;
  const counted = read(list.start + 4, isLong ? 4 : 2);
  if (counted.length < (isLong ? 4 : 2)) return undefined;
  const types = new Set<string>();
  for (const { type, start } of boxes(read, list.start + 4 + counted.length, list.end)) {
    // Behind version and flags, its id (longer from version 3 on) and its protection.
    if (type === 'infe') types.add(text(read(start + ((read(start, 1)[0] ?? 0) > 2 ? 10 : 8), 4)));
  }
  return { count: counted.readUIntBE(0, counted.length), types: [...types] };
}

function find(among: Iterable<Box>, type: string): Box | undefined {
  for (const box of among) if (box.type === type) return box;
  return undefined;
}
