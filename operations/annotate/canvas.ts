import type { Point } from './glyph-lines.ts';
import type { Rectangle, Size } from './rectangle.ts';

/**
 * Draws on decoded pixels: to have libvips draw an SVG would leave its reader of SVGs open to every file that a
 * command decodes.
 */
export class Canvas {
  readonly #pixels: Buffer;
  readonly #size: Size;
  readonly #channels: number;

  constructor(pixels: Buffer, { width, height, channels }: Size & { readonly channels: number }) {
    this.#pixels = pixels;
    this.#size = { width, height };
    this.#channels = channels;
  }

  /** Fills a rectangle, as far as it lies in the picture. `colour` as `#rrggbb`. */
  fill({ x, y, width, height }: Rectangle, colour: string): void {
    const [left, right] = this.#within(x, x + width, this.#size.width);
    const [top, bottom] = this.#within(y, y + height, this.#size.height);
    const rgb = channelsOf(colour);
    for (let row = top; row < bottom; row += 1) {
      for (let column = left; column < right; column += 1) this.#blend(column, row, rgb, 1);
    }
  }

  /** Draws the frame that lies `line` pixels wide on the inner side of a rectangle's edge. */
  frame({ x, y, width, height }: Rectangle, line: number, colour: string): void {
    this.fill({ x, y, width, height: line }, colour);
    this.fill({ x, y: y + height - line, width, height: line }, colour);
    this.fill({ x, y, width: line, height }, colour);
    this.fill({ x: x + width - line, y, width: line, height }, colour);
  }

  /** Draws lines with round ends and joins. */
  stroke(lines: readonly (readonly Point[])[], width: number, colour: string): void {
    const reach = width / 2 + 1;
    const rgb = channelsOf(colour);
    for (const line of lines) {
      const [left, right] = this.#around(line, ({ x }) => x, reach, this.#size.width);
      const [top, bottom] = this.#around(line, ({ y }) => y, reach, this.#size.height);
      for (let row = top; row < bottom; row += 1) {
        for (let column = left; column < right; column += 1) {
          const distance = distanceToLine({ x: column + 0.5, y: row + 0.5 }, line);
          // A pixel that the edge crosses is covered in part.
          this.#blend(column, row, rgb, Math.min(1, Math.max(0, width / 2 + 0.5 - distance)));
        }
      }
    }
  }

  #around(line: readonly Point[], of: (point: Point) => number, reach: number, end: number) {
    const places = line.map(of);
    return this.#within(Math.min(...places) - reach, Math.max(...places) + reach, end);
  }

  #within(start: number, end: number, most: number): [number, number] {
    return [Math.max(0, Math.round(start)), Math.min(most, Math.round(end))];
  }

  #blend(column: number, row: number, rgb: readonly number[], coverage: number): void {
    if (coverage === 0) return;
    const at = (row * this.#size.width + column) * this.#channels;
    for (const [channel, value] of rgb.entries()) {
      const before = this.#pixels[at + channel]!;
      this.#pixels[at + channel] = Math.round(before + (value - before) * coverage);
    }
  }
}

const channelsOf = (colour: string) =>
  [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));

function distanceToLine(point: Point, line: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < line.length; index += 1) {
    least = Math.min(least, distanceToPart(point, line[index]!, line[index + 1] ?? line[index]!));
  }
  return least;
}

function distanceToPart(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / squared;
  const part = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - part * dx, point.y - from.y - part * dy);
}
