import type { DescribedFace, DetectedFace, Landmark } from '../face-engine.ts';
import { mostFaces } from '../limits.ts';
import { detectBoxes } from './detect-boxes.ts';
import { describeFace, type FaceDescription } from './face-descriptor.ts';
import { type FaceLandmarks, findLandmarks } from './face-landmarks.ts';
import { measureQuality } from './image-quality.ts';
import { decodeImage } from './picture/decode-image.ts';
import { ImagePyramid } from './picture/image-pyramid.ts';
import type { Point } from './picture/similarity-transform.ts';
import type { ScoredBox } from './scored-box.ts';

export interface AnalysisOptions {
  /** Only this many, the largest. */
  readonly atMost?: number | undefined;
}

/** Decodes, detects and describes: what is a face, its description says as well as the detector. */
export async function analyseFaces(
  bytes: Uint8Array,
  { atMost = mostFaces }: AnalysisOptions = {},
): Promise<DescribedFace[]> {
  const image = new ImagePyramid(await decodeImage(bytes));
  const faces: DescribedFace[] = [];
  for (const box of await detectBoxes(image, { onlyLargest: atMost === 1 })) {
    if (faces.length === Math.min(atMost, mostFaces)) break;
    const landmarks = await findLandmarks(image, box);
    const description = await describeFace(image, landmarks);
    if (looksLikeAFace(box, description)) faces.push({ ...faceIn(image, box, landmarks), ...description });
  }
  return faces;
}

/**
 * Of finds that are no faces, the descriptions are short and the points lie as no face has them. A face in profile comes
 * near to that: what the detector is sure of need only not be an animal's, or a hand.
 */
const looksLikeAFace = ({ score }: ScoredBox, { strength, misfit }: FaceDescription): boolean =>
  score >= 0.9 ? strength >= 1.85 : strength >= 2.3 && misfit <= 8;

function faceIn(image: ImagePyramid, box: ScoredBox, landmarks: FaceLandmarks): DetectedFace {
  const { width, height } = image.full;
  const asRatio = ({ x, y }: Point): Landmark => ({ x: x / width, y: y / height });
  return {
    boundingBox: {
      left: box.x / width,
      top: box.y / height,
      width: box.width / width,
      height: box.height / height,
    },
    confidence: box.score * 100,
    landmarks: {
      eyeLeft: asRatio(landmarks.eyeLeft),
      eyeRight: asRatio(landmarks.eyeRight),
      mouthLeft: asRatio(landmarks.mouthLeft),
      mouthRight: asRatio(landmarks.mouthRight),
      nose: asRatio(landmarks.nose),
    },
    roll: (landmarks.roll * 180) / Math.PI,
    quality: measureQuality(image, box),
  };
}
