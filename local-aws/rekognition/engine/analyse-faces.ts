import type { DetectedFace, Landmark } from '../face-engine.ts';
import { mostFaces } from '../limits.ts';
import { detectBoxes } from './detect-boxes.ts';
import { describeFaces } from './face-descriptor.ts';
import { type FaceLandmarks, findLandmarks } from './face-landmarks.ts';
import { measureQuality } from './image-quality.ts';
import { decodeImage } from './picture/decode-image.ts';
import { ImagePyramid } from './picture/image-pyramid.ts';
import type { Point } from './picture/similarity-transform.ts';
import type { ScoredBox } from './scored-box.ts';

export interface AnalysisOptions {
  /** Only this many, the largest. */
  readonly atMost?: number | undefined;
  /** Whether to make descriptors, a third of the time of a photo with four faces. */
  readonly describe?: boolean;
}

export interface AnalysedFaces {
  readonly faces: DetectedFace[];
  /** One for each face, or none when none were asked for. */
  readonly descriptors: Float32Array[];
}

/** Decodes and detects once, whatever is made of it. */
export async function analyseFaces(
  bytes: Uint8Array,
  { atMost = mostFaces, describe = false }: AnalysisOptions,
): Promise<AnalysedFaces> {
  const image = new ImagePyramid(await decodeImage(bytes));
  const found = await detectBoxes(image, { onlyLargest: atMost === 1 });
  const boxes = found.slice(0, Math.min(atMost, mostFaces));
  const landmarks = await findLandmarks(image, boxes);
  return {
    faces: boxes.map((box, index) => faceIn(image, box, landmarks[index]!)),
    descriptors: describe ? await describeFaces(image, landmarks) : [],
  };
}

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
