import { pixelsOf, type Size } from '../../operations/annotate/rectangle.ts';
import type { BoundingBox } from '../../statemachine/payloads.ts';

/** The title of the column with boxes. */
export const boxTitle = 'box (left, top, width × height)';

/** `412, 310, 180 × 240 px`, cut to the photo. */
export function boxInPixels(boundingBox: BoundingBox, photo: Size): string {
  const { x, y, width, height } = pixelsOf(boundingBox, photo);
  return `${x}, ${y}, ${width} × ${height} px`;
}

/** `0.215, 0.287, 0.094 × 0.222`, as Rekognition gave them. */
export function boxAsRatios({ left, top, width, height }: BoundingBox): string {
  const [x, y, w, h] = [left, top, width, height].map((ratio) => ratio.toFixed(3));
  return `${x}, ${y}, ${w} × ${h}`;
}
