export interface Point {
  readonly x: number;
  readonly y: number;
}

export const distanceBetween = (one: Point, other: Point) => Math.hypot(one.x - other.x, one.y - other.y);

export function meanOf(points: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point.x;
    y += point.y;
  }
  return { x: x / points.length, y: y / points.length };
}
