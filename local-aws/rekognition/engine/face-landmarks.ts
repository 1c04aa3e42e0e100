import { landmarkSide } from './nets/landmark-net.ts';
import { landmarksOf } from './nets/nets.ts';
import type { ImagePyramid } from './picture/image-pyramid.ts';
import { apply, invert, meanOf, type Point, similarityTransform } from './picture/similarity-transform.ts';
import { warp } from './picture/warp.ts';
import { centreOf, type ScoredBox } from './scored-box.ts';

/** What the 68 landmarks of a face say, in pixels of the upright picture. Left and right are the viewer's. */
export interface FaceLandmarks {
  readonly eyeLeft: Point;
  readonly eyeRight: Point;
  readonly nose: Point;
  readonly mouth: Point;
  readonly mouthLeft: Point;
  readonly mouthRight: Point;
  /** How far the line through the eyes is turned, in radians, clockwise as seen. */
  readonly roll: number;
}

/** Looks at every face twice: as it is, and then turned so that its eyes are level, which the net reads better. */
export async function findLandmarks(
  image: ImagePyramid,
  boxes: readonly ScoredBox[],
): Promise<FaceLandmarks[]> {
  const asTheyAre = await landmarksInCrops(image, boxes);
  const rolls = asTheyAre.map(({ roll }) => roll);
  return landmarksInCrops(image, boxes, rolls);
}

/** Each box is cropped turned back by its roll, in radians. */
async function landmarksInCrops(
  image: ImagePyramid,
  boxes: readonly ScoredBox[],
  rolls: readonly number[] = [],
): Promise<FaceLandmarks[]> {
  const crops = boxes.map((box, index) =>
    similarityTransform({
      scale: landmarkSide / Math.max(box.width, box.height),
      angle: -(rolls[index] ?? 0),
      from: centreOf(box),
      to: { x: landmarkSide / 2, y: landmarkSide / 2 },
    }),
  );
  const answers = await landmarksOf(crops.map((toCrop) => warp(image, toCrop, { width: landmarkSide })));
  return answers.map((ratios, index) => {
    const toImage = invert(crops[index]!);
    const points = Array.from({ length: ratios.length / 2 }, (_, point) =>
      apply(toImage, { x: ratios[2 * point]! * landmarkSide, y: ratios[2 * point + 1]! * landmarkSide }),
    );
    return readPoints(points);
  });
}

/** The net's points are those of the iBUG 300-W scheme: 30 the tip of the nose, 36–47 the eyes, 48–67 the mouth. */
function readPoints(points: readonly Point[]): FaceLandmarks {
  const eyeLeft = meanOf(points.slice(36, 42));
  const eyeRight = meanOf(points.slice(42, 48));
  return {
    eyeLeft,
    eyeRight,
    nose: points[30]!,
    mouth: meanOf(points.slice(48, 68)),
    mouthLeft: points[48]!,
    mouthRight: points[54]!,
    roll: Math.atan2(eyeRight.y - eyeLeft.y, eyeRight.x - eyeLeft.x),
  };
}
