/** A picture of a TIFF, with the numbers of its tags. */
export interface TiffPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
  /** Of each channel; three of 8 by default. */
  readonly bits?: readonly number[];
  readonly photometric?: number;
  readonly compression?: number;
  readonly sampleFormat?: number;
  readonly subfileType?: number;
  /** Pictures that belong to this one. */
  readonly inside?: readonly TiffPicture[];
  readonly dngVersion?: readonly number[];
}

type Field = readonly [tag: number, bytesEach: 1 | 2 | 4, values: readonly number[]];
/** TIFF's types by their length. */
const types = { 1: 1, 2: 3, 4: 4 } as const;

/** A little-endian TIFF of these pages, of which nothing checks that the numbers make sense. */
export function tiff(...pages: readonly TiffPicture[]): Buffer {
  const parts: Buffer[] = [Buffer.from('II*\0\0\0\0\0', 'latin1')];
  let end = 8;
  const append = (bytes: Buffer): number => {
    const at = end;
    const padded = bytes.length % 2 ? Buffer.concat([bytes, Buffer.alloc(1)]) : bytes;
    parts.push(padded);
    end += padded.length;
    return at;
  };

  function directory(picture: TiffPicture, next: number): number {
    const { width, height, data, bits = [8, 8, 8], inside = [] } = picture;
    const fields: Field[] = [
      ...optional(254, picture.subfileType),
      [256, 4, [width]],
      [257, 4, [height]],
      [258, 2, bits],
      [259, 2, [picture.compression ?? 1]],
      [262, 2, [picture.photometric ?? (bits.length === 1 ? 1 : 2)]],
      [273, 4, [append(data)]],
      [277, 2, [bits.length]],
      [278, 4, [height]],
      [279, 4, [data.length]],
      ...(inside.length ? [[330, 4, inside.map((each) => directory(each, 0))] as const] : []),
      ...(picture.sampleFormat ? [[339, 2, bits.map(() => picture.sampleFormat!)] as const] : []),
      ...(picture.dngVersion ? [[50706, 1, picture.dngVersion] as const] : []),
    ];
    const entries = fields.map(([tag, bytesEach, values]) => {
      const written = Buffer.alloc(Math.max(4, bytesEach * values.length));
      for (const [index, value] of values.entries()) written.writeUIntLE(value, index * bytesEach, bytesEach);
      const entry = Buffer.alloc(12);
      entry.writeUInt16LE(tag, 0);
      entry.writeUInt16LE(types[bytesEach], 2);
      entry.writeUInt32LE(values.length, 4);
      if (written.length > 4) entry.writeUInt32LE(append(written), 8);
      else written.copy(entry, 8);
      return entry;
    });
    const count = Buffer.alloc(2);
    count.writeUInt16LE(entries.length);
    const after = Buffer.alloc(4);
    after.writeUInt32LE(next);
    return append(Buffer.concat([count, ...entries, after]));
  }

  // From the last page on, so that each knows where the next one is.
  const first = pages.reduceRight((next, page) => directory(page, next), 0);
  parts[0]!.writeUInt32LE(first, 4);
  return Buffer.concat(parts);
}

const optional = (tag: number, value: number | undefined): Field[] =>
  value === undefined ? [] : [[tag, 4, [value]]];
