import { intersection, type Rectangle } from '../shared/crop-geometry.ts';

/**
 * How much of the two boxes' union must be common to both. Two detections of one face share more; boxes of
 * neighbours, even cheek to cheek, much less.
 */
const sameFace = 0.5;

/**
 * Whether the face that Rekognition searched in a crop is the one the crop was cut for.
 *
 * In a tight crop whatever fills it seems to be in the right place, so it must also lie closer to the face
 * than to every neighbour that came out of a wider crop. All in pixels of the photo.
 */
export function isIntendedFace(
  searched: Rectangle,
  { face, crop, neighbours }: { face: Rectangle; crop: Rectangle; neighbours: readonly Rectangle[] },
): boolean {
  const seen = intersection(searched, crop);
  const likeness = intersectionOverUnion(seen, face);
  return (
    likeness >= sameFace &&
    neighbours.every((neighbour) => likeness > intersectionOverUnion(seen, intersection(neighbour, crop)))
  );
}

function intersectionOverUnion(a: Rectangle, b: Rectangle): number {
  const common = area(intersection(a, b));
  return common === 0 ? 0 : common / (area(a) + area(b) - common);
}

const area = ({ width, height }: Rectangle) => width * height;
