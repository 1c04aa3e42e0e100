/** In whatever unit. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Steps of a curve: none shows in letters as high as the label of the largest photo. */
const steps = 12;

/**
 * The lines that a path consists of, its curves as many short ones. Of SVG's path language what the glyphs use: M, L,
 * H, V, C, S and Z, to absolute places.
 */
export function linesOf(path: string): Point[][] {
  const lines: Point[][] = [];
  let [at, control]: [Point, Point] = [origin, origin];
  const draw = (...points: readonly Point[]) => {
    lines.at(-1)!.push(...points);
    at = points.at(-1)!;
    control = at;
  };
  const curve = (first: Point, second: Point, end: Point) => {
    const from = at;
    draw(
      ...Array.from({ length: steps }, (_, step) => bezier([from, first, second, end], (step + 1) / steps)),
    );
    control = second;
  };

  for (const [, command, given] of path.matchAll(/([MLHVCSZ])([^MLHVCSZ]*)/g)) {
    const numbers = (given!.match(/-?\d*\.?\d+/g) ?? []).map(Number);
    const points = Array.from({ length: numbers.length >> 1 }, (_, index) => ({
      x: numbers[2 * index]!,
      y: numbers[2 * index + 1]!,
    }));
    if (command === 'M') {
      lines.push([]);
      draw(points[0]!);
    } else if (command === 'L') draw(...points);
    else if (command === 'H') for (const x of numbers) draw({ x, y: at.y });
    else if (command === 'V') for (const y of numbers) draw({ x: at.x, y });
    else if (command === 'Z') draw(lines.at(-1)![0]!);
    else if (command === 'C') {
      for (let i = 0; i < points.length; i += 3) curve(points[i]!, points[i + 1]!, points[i + 2]!);
    } else {
      // The first control point mirrors the last one of the curve before.
      for (let i = 0; i < points.length; i += 2) {
        curve({ x: 2 * at.x - control.x, y: 2 * at.y - control.y }, points[i]!, points[i + 1]!);
      }
    }
  }
  return lines;
}

const origin = { x: 0, y: 0 };

function bezier(points: readonly [Point, Point, Point, Point], t: number): Point {
  const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
  const sum = (of: (point: Point) => number) =>
    points.reduce((total, point, index) => total + weights[index]! * of(point), 0);
  return { x: sum(({ x }) => x), y: sum(({ y }) => y) };
}
