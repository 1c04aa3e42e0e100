import type { Judgement } from './judgement.ts';
import type { ReadAt } from './read-at.ts';
import { readTiffPictures, type TiffPicture, type TiffPictures } from './tiff-directories.ts';

/** What a sensor saw, before it becomes a picture: a mosaic of colours (CFA), or linear raw. */
const sensorPhotometrics: readonly (number | undefined)[] = [32803, 34892];
/** Of Sony, Samsung, Epson, Nikon, Kodak and Pentax, for what their sensors saw. */
const sensorCompressions: readonly number[] = [32767, 32769, 32770, 32772, 34713, 65000, 65535];

/** Of a channel. In 32, integers come out white, and what white is in floating point only its maker knows. */
const readableBits: readonly number[] = [1, 2, 4, 8, 16];
/** CIELab, ICCLab and ITULab: libvips reads the first wrongly or not at all, and no way leads from the others. */
const labPhotometrics: readonly (number | undefined)[] = [8, 9, 10];
/** None, CCITT, LZW, JPEG, Deflate, RLE of words, PackBits, ThunderScan, SGILog, WebP. */
const readableCompressions: readonly number[] = [
  1, 2, 3, 4, 5, 7, 8, 32771, 32773, 32809, 34676, 32946, 50001,
];
const unreadableCompressions: Readonly<Record<number, string>> = {
  6: 'old-style JPEG',
  34661: 'JBIG',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34925: 'LZMA',
  50000: 'Zstandard',
  50002: 'JPEG XL',
  52546: 'JPEG XL',
};

const plainTiff = 'a TIFF in RGB or grey of 8 or 16 bits, uncompressed or with LZW or Deflate';

/** Judges a TIFF by its directories: what a reader would show, and what else there is. */
export function judgeTiff(read: ReadAt): Judgement {
  const raw = { kind: 'camera raw', is: 'a camera raw' };
  if (isMarkedAsRaw(read)) return raw;
  const pictures = readTiffPictures(read);
  // Damaged: the decoder says how.
  if (!pictures) return { format: 'TIFF' };
  if (isCameraRaw(pictures)) return raw;
  if (beginsWithPreview(pictures)) {
    return { kind: 'camera raw', is: 'a TIFF whose first picture is only a preview, like a camera raw' };
  }
  const { bits, isFloat, photometric, compression } = pictures.first;
  if (labPhotometrics.includes(photometric)) return refuseTiff('a TIFF in CIELab colours');
  if (!readableBits.includes(bits) || isFloat) {
    return refuseTiff(`a TIFF of ${bits} bits a channel${isFloat ? ', in floating point' : ''}`);
  }
  if (!readableCompressions.includes(compression)) {
    const name = unreadableCompressions[compression] ?? `the compression ${compression}`;
    return refuseTiff(`a TIFF with ${name}`);
  }
  return { format: 'TIFF' };
}

const refuseTiff = (is: string): Judgement => ({ kind: 'unreadable TIFF', is, expected: plainTiff });

/** CR2 and IIQ have a mark of their own behind TIFF's. */
function isMarkedAsRaw(read: ReadAt): boolean {
  const mark = read(8, 4).toString('latin1');
  return mark.startsWith('CR') || mark === 'IIII' || mark === 'MMMM';
}

const isCameraRaw = ({ first, pages, inside, isDng }: TiffPictures): boolean =>
  isDng ||
  [first, ...pages, ...inside].some(
    ({ photometric, compression }) =>
      sensorPhotometrics.includes(photometric) || sensorCompressions.includes(compression),
  );

/** A page of a document may be smaller than the next; a picture inside one is the same in another size. */
const beginsWithPreview = ({ first, pages, inside }: TiffPictures): boolean =>
  (first.isReduced && pages.length + inside.length > 0) ||
  inside.some((picture) => pixels(picture) > pixels(first));

const pixels = ({ width, height }: TiffPicture) => width * height;
