import { landmarkSide, landmarksOf } from './nets.ts';
import type { ImagePyramid } from './picture/image-pyramid.ts';
import { apply, invert, meanOf, type Point, similarityTransform } from './picture/similarity-transform.ts';
import { warp } from './picture/warp.ts';
import { centreOf, type ScoredBox } from './scored-box.ts';

/** Five points of a face, in pixels of the upright picture. Left and right are the viewer's. */
export interface FaceLandmarks extends FacePoints {
  /** How far the line through the eyes is turned, in radians, clockwise as seen. */
  readonly roll: number;
}

type FacePoints = Readonly<Record<'eyeLeft' | 'eyeRight' | 'nose' | 'mouthLeft' | 'mouthRight', Point>>;

/** Looks at every face twice: as it is, and then turned so that its eyes are level, which the net reads better. */
export async function findLandmarks(image: ImagePyramid, box: ScoredBox): Promise<FaceLandmarks> {
  const points = await pointsIn(image, box, rollOf(await pointsIn(image, box, 0)));
  return { ...points, roll: rollOf(points) };
}

const rollOf = ({ eyeLeft, eyeRight }: FacePoints) =>
  Math.atan2(eyeRight.y - eyeLeft.y, eyeRight.x - eyeLeft.x);

/** Draws the box turned back by the roll, in radians. */
async function pointsIn(image: ImagePyramid, box: ScoredBox, roll: number): Promise<FacePoints> {
  const toSquare = similarityTransform({
    scale: landmarkSide / Math.max(box.width, box.height),
    angle: -roll,
    from: centreOf(box),
    to: { x: landmarkSide / 2, y: landmarkSide / 2 },
  });
  const ratios = await landmarksOf(warp(image, toSquare, { width: landmarkSide }));
  const toImage = invert(toSquare);
  const points = Array.from({ length: ratios.length / 2 }, (_, point) =>
    apply(toImage, { x: ratios[2 * point]! * landmarkSide, y: ratios[2 * point + 1]! * landmarkSide }),
  );
  // As the iBUG 300-W scheme numbers them: the tip of the nose is 30, the eyes 36 to 47, the corners of the mouth 48 and 54.
  return {
    eyeLeft: meanOf(points.slice(36, 42)),
    eyeRight: meanOf(points.slice(42, 48)),
    nose: points[30]!,
    mouthLeft: points[48]!,
    mouthRight: points[54]!,
  };
}
