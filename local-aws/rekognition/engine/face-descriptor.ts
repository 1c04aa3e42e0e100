import type { FaceLandmarks } from './face-landmarks.ts';
import { descriptorsOf } from './nets/nets.ts';
import { recognitionSide } from './nets/recognition-net.ts';
import type { ImagePyramid } from './picture/image-pyramid.ts';
import {
  distanceBetween,
  meanOf,
  type SimilarityTransform,
  similarityTransform,
} from './picture/similarity-transform.ts';
import { warp } from './picture/warp.ts';

/** Where on the chip the middle between eyes and mouth comes, and how far from the mouth the eyes, as ratios. */
const middleOnChip = { x: 0.5, y: 0.43 };
const eyesToMouthOnChip = 0.45;

/**
 * The descriptors of faces: 128 numbers each, length about 1.45, compared by Euclidean distance. The mean of a
 * chip's and its mirror image's, which puts faces seen from either side nearer to each other.
 */
export async function describeFaces(
  image: ImagePyramid,
  faces: readonly FaceLandmarks[],
): Promise<Float32Array[]> {
  const chips = faces.flatMap((face) => {
    const toChip = levelled(face);
    return [false, true].map((mirrored) => warp(image, toChip, { width: recognitionSide, mirrored }));
  });
  const descriptors = await descriptorsOf(chips);
  return faces.map((_, index) => meanVector(descriptors[2 * index]!, descriptors[2 * index + 1]!));
}

/** The library's own chip follows the eyes' distance but never levels them; tilted heads then resemble strangers. */
function levelled({ eyeLeft, eyeRight, mouth, roll }: FaceLandmarks): SimilarityTransform {
  const eyesToMouth = (distanceBetween(eyeLeft, mouth) + distanceBetween(eyeRight, mouth)) / 2;
  return similarityTransform({
    scale: (recognitionSide * eyesToMouthOnChip) / eyesToMouth,
    angle: -roll,
    from: meanOf([eyeLeft, eyeRight, mouth]),
    to: { x: recognitionSide * middleOnChip.x, y: recognitionSide * middleOnChip.y },
  });
}

const meanVector = (one: Float32Array, other: Float32Array) =>
  one.map((value, index) => (value + other[index]!) / 2);
