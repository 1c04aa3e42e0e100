import type { BoundingBox } from '../../../../statemachine/payloads.ts';

/**
 * Where a box lies on the photo, for a style sheet: it keeps its place whatever size the photo is shown in. Cut to
 * the photo, as Rekognition's boxes may reach past its edges.
 */
export function boxOnPhoto({ left, top, width, height }: BoundingBox) {
  const inside = (ratio: number) => Math.min(1, Math.max(0, ratio));
  const percent = (ratio: number) => `${Math.round(ratio * 1e6) / 1e4}%`;
  const [x, y] = [inside(left), inside(top)];
  return {
    left: percent(x),
    top: percent(y),
    width: percent(inside(left + width) - x),
    height: percent(inside(top + height) - y),
  };
}
