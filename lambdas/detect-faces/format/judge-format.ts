import { judgeHeif } from './judge-heif.ts';
import { judgeJpeg } from './judge-jpeg.ts';
import { judgeTiff } from './judge-tiff.ts';
import type { Judgement, Photo } from './judgement.ts';
import type { ReadAt } from './read-at.ts';

/** The one judgement of what may be a photo, for the workflow, the commands and the console; undefined for no image. */
export function judgeFormat(read: ReadAt): Judgement | undefined {
  const beginning = read(0, longestBeginning).toString('latin1');
  const [, judge] = marks.find(([mark]) => begins(beginning, mark)) ?? [];
  if (judge) return judge(read);
  return svgBeginning.test(beginning) ? { kind: 'SVG drawing', is: 'an SVG drawing' } : undefined;
}

const photo =
  (format: Photo['format']): (() => Judgement) =>
  () => ({ format });
const other =
  (kind: string, article = 'a'): (() => Judgement) =>
  () => ({ kind, is: `${article} ${kind}` });
const cameraRaw = (name: string) => (): Judgement => ({ kind: 'camera raw', is: `a camera raw (${name})` });

/** How files begin, as latin1, with `?` for any byte; and what they are. */
const marks: readonly (readonly [string, (read: ReadAt) => Judgement])[] = [
  ['\xff\xd8\xff', judgeJpeg],
  ['\x89PNG\r\n', photo('PNG')],
  ['GIF8', photo('GIF')],
  ['RIFF????WEBP', photo('WebP')],
  ['????ftyp????', judgeHeif],
  ['II*\0', judgeTiff],
  ['MM\0*', judgeTiff],
  ['II+\0', judgeTiff],
  ['MM\0+', judgeTiff],
  ['IIRO', cameraRaw('ORF')],
  ['IIRS', cameraRaw('ORF')],
  ['MMOR', cameraRaw('ORF')],
  ['IIU\0', cameraRaw('RW2')],
  ['FUJIFILMCCD-RAW', cameraRaw('RAF')],
  ['FOVb', cameraRaw('X3F')],
  ['\0MRM', cameraRaw('MRW')],
  ['II\x1a\0\0\0HEAPCCDR', cameraRaw('CRW')],
  ['BM????\0\0\0\0', other('BMP picture')],
  ['\xff\x0a', other('JPEG XL picture')],
  ['\0\0\0\x0cJXL ', other('JPEG XL picture')],
  ['\xff\x4f\xff\x51', other('JPEG 2000 picture')],
  ['\0\0\0\x0cjP  ', other('JPEG 2000 picture')],
  ['II\xbc\x01', other('JPEG XR picture')],
  ['8BPS', other('Photoshop document')],
  ['8BPB', other('Photoshop document')],
  ['gimp xcf', other('GIMP document')],
  ['#?RADIANCE', other('Radiance picture')],
  ['v/1\x01', other('OpenEXR picture', 'an')],
  ['\0\0\x01\0?\0', other('Windows icon')],
  ['%PDF-', other('PDF')],
  ['%!PS', other('PostScript document')],
  ['\x1aE\xdf\xa3', other('video')],
  ['RIFF????AVI ', other('video')],
];

const begins = (text: string, mark: string) =>
  text.length >= mark.length && [...mark].every((wanted, at) => wanted === '?' || wanted === text[at]);

/** Behind a declaration, comments and a doctype, which any XML may have. */
const svgBeginning = /^(\xef\xbb\xbf)?\s*(<[?!][^>]*>\s*)*<svg[\s>]/;
const longestBeginning = 1_024;
