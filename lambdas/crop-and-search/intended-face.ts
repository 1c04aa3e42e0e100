import type { BoundingBox } from '../../statemachine/payloads.ts';

/**
 * How much of the two boxes' union must be common to both. Two detections of one face share 0.6 and more;
 * boxes of neighbours, even cheek to cheek, share less than 0.2.
 */
const sameFace = 0.4;

/** Whether the face that Rekognition searched in a crop is the one the crop was cut for; both boxes are ratios of the crop. */
export function isIntendedFace(expected: BoundingBox, searched: BoundingBox): boolean {
  return intersectionOverUnion(expected, clamp(searched)) >= sameFace;
}

/** The expected box was cut off at the photo's edge, so the searched one is too. */
function clamp({ left, top, width, height }: BoundingBox): BoundingBox {
  const from = { left: Math.max(0, left), top: Math.max(0, top) };
  return {
    ...from,
    width: Math.min(1, left + width) - from.left,
    height: Math.min(1, top + height) - from.top,
  };
}

function intersectionOverUnion(a: BoundingBox, b: BoundingBox): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
}
