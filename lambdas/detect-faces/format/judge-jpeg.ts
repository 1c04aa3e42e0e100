import type { Judgement } from './judgement.ts';
import type { ReadAt } from './read-at.ts';

/** Judges a JPEG by the header of its frame, which says how its pixels are coded. */
export function judgeJpeg(read: ReadAt): Judgement {
  const frame = findFrame(read);
  // Damaged, or metadata longer than what was read of it.
  if (!frame) return { format: 'JPEG' };
  const kind = 'unreadable JPEG';
  const expected = 'a baseline or progressive JPEG of 8 bits';
  if (frame.bits !== 8) return { kind, is: `a JPEG of ${frame.bits} bits a channel`, expected };
  return lossless.includes(frame.marker) ? { kind, is: 'a lossless JPEG', expected } : { format: 'JPEG' };
}

const lossless: readonly number[] = [0xc3, 0xc7, 0xcb, 0xcf];
/** C4, C8 and CC lie among the frames' markers and mean something else. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function findFrame(read: ReadAt): { readonly marker: number; readonly bits: number } | undefined {
  for (let at = 2; ; ) {
    const segment = read(at, 5);
    if (segment.length < 5 || segment[0] !== 0xff) return undefined;
    const marker = segment[1]!;
    // Any number of these may stand before a marker.
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return { marker, bits: segment[4]! };
    else if (marker === 0xda || marker === 0xd9) return undefined;
    else at += 2 + segment.readUInt16BE(2);
  }
}
