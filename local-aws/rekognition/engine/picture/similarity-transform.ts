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

/** Scales, turns and moves, keeping shapes: (x, y) becomes (a·x − b·y + tx, b·x + a·y + ty). */
export interface SimilarityTransform {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/** The transform that scales, turns by `angle` (radians, clockwise as seen) and brings `from` to `to`. */
export function similarityTransform({
  scale,
  angle = 0,
  from,
  to,
}: {
  scale: number;
  angle?: number;
  from: Point;
  to: Point;
}): SimilarityTransform {
  const a = scale * Math.cos(angle);
  const b = scale * Math.sin(angle);
  return { a, b, tx: to.x - (a * from.x - b * from.y), ty: to.y - (b * from.x + a * from.y) };
}

export function apply({ a, b, tx, ty }: SimilarityTransform, { x, y }: Point): Point {
  return { x: a * x - b * y + tx, y: b * x + a * y + ty };
}

export function invert({ a, b, tx, ty }: SimilarityTransform): SimilarityTransform {
  const square = a * a + b * b;
  const inverseA = a / square;
  const inverseB = -b / square;
  return {
    a: inverseA,
    b: inverseB,
    tx: -(inverseA * tx - inverseB * ty),
    ty: -(inverseB * tx + inverseA * ty),
  };
}

/** How many times longer a line becomes. */
export const scaleOf = ({ a, b }: SimilarityTransform) => Math.hypot(a, b);
