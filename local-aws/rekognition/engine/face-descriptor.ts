import type { FaceLandmarks } from './face-landmarks.ts';
import { chipSide, descriptorOf } from './nets.ts';
import type { ImagePyramid } from './picture/image-pyramid.ts';
import { apply, meanOf, type Point, type SimilarityTransform } from './picture/similarity-transform.ts';
import { warp } from './picture/warp.ts';

export interface FaceDescription {
  /** 512 numbers, of length 1: the cosine of two says how alike the faces are. */
  readonly descriptor: Float32Array;
  /** The length before it was made 1: 3 to 4 for clear faces, under 2.3 for most of what is none or nobody could tell. */
  readonly strength: number;
  /** How far the points of the face lie from the template's, in pixels of the chip: 2 to 7 for faces seen from the front. */
  readonly misfit: number;
}

/** The mean of a chip's descriptor and its mirror image's, which puts faces seen from either side nearer to each other. */
export async function describeFace(image: ImagePyramid, face: FaceLandmarks): Promise<FaceDescription> {
  const points = [face.eyeLeft, face.eyeRight, face.nose, face.mouthLeft, face.mouthRight];
  const toChip = bestFit(points, template);
  const plain = await descriptorOf(warp(image, toChip, { width: chipSide }));
  const mirrored = await descriptorOf(warp(image, toChip, { width: chipSide, mirrored: true }));
  const mean = plain.map((value, index) => (value + mirrored[index]!) / 2);
  const strength = Math.hypot(...mean);
  return { descriptor: mean.map((value) => value / strength), strength, misfit: misfitOf(points, toChip) };
}

/**
 * Where on the chip the eyes, the tip of the nose and the corners of the mouth come: ArcFace's template. Aligned by the
 * eyes alone, the net recognises next to nobody.
 */
const template: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];

/** The transform that brings the points nearest to others, by least squares (Umeyama's method in the plane). */
function bestFit(from: readonly Point[], to: readonly Point[]): SimilarityTransform {
  const fromMiddle = meanOf(from);
  const toMiddle = meanOf(to);
  let along = 0;
  let across = 0;
  let spread = 0;
  for (const [index, point] of from.entries()) {
    const [x, y] = [point.x - fromMiddle.x, point.y - fromMiddle.y];
    const [u, v] = [to[index]!.x - toMiddle.x, to[index]!.y - toMiddle.y];
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  }
  const a = along / spread;
  const b = across / spread;
  return {
    a,
    b,
    tx: toMiddle.x - (a * fromMiddle.x - b * fromMiddle.y),
    ty: toMiddle.y - (b * fromMiddle.x + a * fromMiddle.y),
  };
}

/** The root of the mean square of the distances. */
function misfitOf(points: readonly Point[], toChip: SimilarityTransform): number {
  const squares = points.map((point, index) => {
    const { x, y } = apply(toChip, point);
    return (x - template[index]!.x) ** 2 + (y - template[index]!.y) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}
