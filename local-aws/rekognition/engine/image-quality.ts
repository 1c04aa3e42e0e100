import type { ImagePyramid } from './picture/image-pyramid.ts';
import { similarityTransform } from './picture/similarity-transform.ts';
import { warp } from './picture/warp.ts';
import { centreOf, type ScoredBox } from './scored-box.ts';

/** Both from 0 to 100. Own measures, not AWS's: order faces by them, do not compare them with AWS's numbers. */
export interface ImageQuality {
  /** Mean luma of the face: 0 is black, 100 white. */
  readonly brightness: number;
  /** How strong fine edges are in the face drawn 96 px wide: 0 is flat, about 90 a face in focus. */
  readonly sharpness: number;
}

const side = 96;
/** The mean square of the Laplacian at which sharpness is 50: a face just out of focus. */
const halfSharp = 60;

export function measureQuality(image: ImagePyramid, box: ScoredBox): ImageQuality {
  const luma = lumaOf(
    warp(
      image,
      similarityTransform({
        scale: side / Math.max(box.width, box.height),
        from: centreOf(box),
        to: { x: side / 2, y: side / 2 },
      }),
      { width: side },
    ),
  );
  const edges = meanSquaredLaplacian(luma);
  return {
    brightness: (luma.reduce((sum, value) => sum + value, 0) / luma.length / 255) * 100,
    sharpness: (100 * edges) / (edges + halfSharp),
  };
}

/** Rec. 601 weights. */
function lumaOf(square: Float32Array): Float32Array {
  const area = side ** 2;
  return square
    .subarray(0, area)
    .map((red, at) => 0.299 * red + 0.587 * square[area + at]! + 0.114 * square[2 * area + at]!);
}

function meanSquaredLaplacian(luma: Float32Array): number {
  let sum = 0;
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const at = y * side + x;
      const laplacian = luma[at - 1]! + luma[at + 1]! + luma[at - side]! + luma[at + side]! - 4 * luma[at]!;
      sum += laplacian ** 2;
    }
  }
  return sum / (side - 2) ** 2;
}
