import type { BoundingBox } from '../../statemachine/payloads.ts';

/** Pixels, from the upper left corner of the picture. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The pixels of a bounding box, cut to the picture. */
export function pixelsOf({ left, top, width, height }: BoundingBox, picture: Size): Rectangle {
  const column = (ratio: number) => Math.round(Math.min(1, Math.max(0, ratio)) * picture.width);
  const row = (ratio: number) => Math.round(Math.min(1, Math.max(0, ratio)) * picture.height);
  const [x, y] = [column(left), row(top)];
  return { x, y, width: column(left + width) - x, height: row(top + height) - y };
}

/** Square pixels that two rectangles share. */
export function overlap(a: Rectangle, b: Rectangle): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return across > 0 && down > 0 ? across * down : 0;
}
