import type { Point } from './lay-out-machine.ts';

/** SVG of a line through the points, its corners rounded; straight where there are only two. */
export function arrowPath(points: readonly Point[], radius = 12): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const steps = rest.map((corner, index) => {
    const after = rest[index + 1];
    if (!after) return `L${at(corner)}`;
    const before = points[index]!;
    return `L${at(towards(corner, before, radius))} Q${at(corner)} ${at(towards(corner, after, radius))}`;
  });
  return `M${at(first)} ${steps.join(' ')}`;
}

/** The point so many pixels from the corner, at most half-way. */
function towards(corner: Point, other: Point, distance: number): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const share = length === 0 ? 0 : Math.min(distance / length, 0.5);
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}

const at = ({ x, y }: Point) => `${round(x)},${round(y)}`;
const round = (pixels: number) => Math.round(pixels * 10) / 10;
