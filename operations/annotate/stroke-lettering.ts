import type { Canvas } from './canvas.ts';
import { linesOf, type Point } from './glyph-lines.ts';

/**
 * Letters drawn as strokes, because most containers have no fonts. Only the characters that labels use, and those of names; each is a path
 * on a grid 6 high, in SVG's words (glyph-lines.ts), with its width.
 */
const glyphs: Readonly<Record<string, { width: number; path: string }>> = {
  ' ': { width: 1.6, path: '' },
  '.': { width: 0.4, path: 'M.2 5.8H.21' },
  '-': { width: 2.4, path: 'M0 3.2H2.4' },
  '%': {
    width: 5.2,
    path: 'M4.3 0L.9 6M1.1 0C.55 0 .1 .54 .1 1.2S.55 2.4 1.1 2.4 2.1 1.86 2.1 1.2 1.65 0 1.1 0ZM4.1 3.6C3.55 3.6 3.1 4.14 3.1 4.8S3.55 6 4.1 6 5.1 5.46 5.1 4.8 4.65 3.6 4.1 3.6Z',
  },
  '0': { width: 4, path: 'M2 0C.6 0 0 1.3 0 3S.6 6 2 6 4 4.7 4 3 3.4 0 2 0Z' },
  '1': { width: 2.2, path: 'M.2 1.3L2 0V6' },
  '2': { width: 4, path: 'M.2 1.5C.3.5 1 0 2 0 3.2 0 3.9.7 3.9 1.7 3.9 3 2.5 3.9.1 6H4' },
  '3': {
    width: 4,
    path: 'M.3.9C.8.3 1.3 0 2 0 3.1 0 3.7.6 3.7 1.4 3.7 2.3 3 2.8 1.6 2.8 3.1 2.8 4 3.4 4 4.4 4 5.4 3.1 6 2 6 1.2 6 .5 5.7.1 5',
  },
  '4': { width: 4, path: 'M3 6V0L0 4.3H4' },
  '5': {
    width: 4,
    path: 'M3.6 0H.8L.5 2.8C.9 2.5 1.4 2.3 2 2.3 3.2 2.3 4 3 4 4.1 4 5.3 3.1 6 2 6 1.2 6 .5 5.7.1 5',
  },
  '6': {
    width: 4,
    path: 'M3.4.1C1.6.3.1 2 .1 4 .1 5.2.9 6 2 6 3.1 6 3.9 5.2 3.9 4.1 3.9 3 3.1 2.3 2 2.3 1.1 2.3.3 3 .1 4',
  },
  '7': { width: 4, path: 'M.1 0H4L1.5 6' },
  '8': {
    width: 4,
    path: 'M2 2.8C1 2.8.4 2.2.4 1.4.4.6 1 0 2 0S3.6.6 3.6 1.4C3.6 2.2 3 2.8 2 2.8.8 2.8.1 3.5.1 4.4.1 5.4.9 6 2 6S3.9 5.4 3.9 4.4C3.9 3.5 3.2 2.8 2 2.8Z',
  },
  '9': {
    width: 4,
    path: 'M.6 5.9C2.4 5.7 3.9 4 3.9 2 3.9.8 3.1 0 2 0 .9 0 .1.8.1 1.9.1 3 .9 3.7 2 3.7 2.9 3.7 3.7 3 3.9 2',
  },
  A: { width: 4.2, path: 'M0 6L2.1 0 4.2 6M.7 4H3.5' },
  B: {
    width: 3.8,
    path: 'M0 0V6H2C3.1 6 3.8 5.4 3.8 4.4S3.1 2.8 2 2.8H0M2 2.8C2.9 2.8 3.4 2.2 3.4 1.4S2.9 0 2 0H0',
  },
  C: { width: 3.9, path: 'M3.9 1.2C3.5.4 2.9 0 2.1 0 .8 0 0 1.3 0 3S.8 6 2.1 6C2.9 6 3.5 5.6 3.9 4.8' },
  D: { width: 4, path: 'M0 0V6H1.6C3.2 6 4 4.8 4 3S3.2 0 1.6 0Z' },
  E: { width: 3.4, path: 'M3.4 0H0V6H3.4M0 2.9H2.9' },
  F: { width: 3.4, path: 'M3.4 0H0V6M0 2.9H2.9' },
  G: { width: 4, path: 'M3.8 1.1C3.5.4 2.9 0 2.1 0 .8 0 0 1.3 0 3S.8 6 2.1 6C3.3 6 4 5.1 4 3.3H2.3' },
  H: { width: 4, path: 'M0 0V6M4 0V6M0 2.9H4' },
  I: { width: 0.4, path: 'M.2 0V6' },
  J: { width: 2.8, path: 'M2.8 0V4.4C2.8 5.5 2.2 6 1.4 6 .7 6 .2 5.6 0 5' },
  K: { width: 4, path: 'M0 0V6M3.8 0L0 3.6M1.4 2.3L4 6' },
  L: { width: 3.2, path: 'M0 0V6H3.2' },
  M: { width: 4.6, path: 'M0 6V0L2.3 3.8 4.6 0V6' },
  N: { width: 4, path: 'M0 6V0L4 6V0' },
  O: { width: 4.4, path: 'M2.2 0C.8 0 0 1.3 0 3S.8 6 2.2 6 4.4 4.7 4.4 3 3.6 0 2.2 0Z' },
  P: { width: 3.8, path: 'M0 6V0H2C3.2 0 3.8.7 3.8 1.7S3.2 3.4 2 3.4H0' },
  Q: { width: 4.4, path: 'M2.2 0C.8 0 0 1.3 0 3S.8 6 2.2 6 4.4 4.7 4.4 3 3.6 0 2.2 0ZM2.8 4.4L4.4 6.3' },
  R: { width: 3.8, path: 'M0 6V0H2C3.2 0 3.7.7 3.7 1.6S3.2 3.2 2 3.2H0M2 3.2L3.8 6' },
  S: {
    width: 3.8,
    path: 'M3.5.9C3.2.3 2.7 0 2 0 1 0 .3.6.3 1.5.3 3.5 3.8 2.3 3.8 4.5 3.8 5.4 3.1 6 2 6 1.1 6 .5 5.6.1 4.9',
  },
  T: { width: 4, path: 'M0 0H4M2 0V6' },
  U: { width: 4, path: 'M0 0V3.8C0 5.3 .8 6 2 6S4 5.3 4 3.8V0' },
  V: { width: 4.2, path: 'M0 0L2.1 6 4.2 0' },
  W: { width: 5.4, path: 'M0 0L1.3 6 2.7 1.2 4.1 6 5.4 0' },
  X: { width: 4, path: 'M0 0L4 6M4 0L0 6' },
  Y: { width: 4, path: 'M0 0L2 3 4 0M2 3V6' },
  Z: { width: 4, path: 'M0 0H4L0 6H4' },
};

const gridHeight = 6;
const gap = 1.5;
const strokeWidth = 0.95;

/** Pixels a text takes that is `height` pixels high. */
export const widthOfLettering = (text: string, height: number): number =>
  ((glyphsOf(text).reduce((width, glyph) => width + glyph.width + gap, 0) - gap) * height) / gridHeight;

/** Draws a text whose upper left corner is at (x, y). */
export function letter(
  canvas: Canvas,
  text: string,
  { x, y, height, colour }: { x: number; y: number; height: number; colour: string },
): void {
  const scale = height / gridHeight;
  let pen = x;
  for (const { width, path } of glyphsOf(text)) {
    const place = (point: Point) => ({ x: pen + point.x * scale, y: y + point.y * scale });
    canvas.stroke(
      linesOf(path).map((line) => line.map(place)),
      strokeWidth * scale,
      colour,
    );
    pen += (width + gap) * scale;
  }
}

function glyphsOf(text: string) {
  return Array.from(text, (character) => {
    const glyph = glyphs[character];
    if (!glyph) throw new Error(`Expected a character that labels use, got "${character}"`);
    return glyph;
  });
}
