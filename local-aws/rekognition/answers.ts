import type { BoundingBox, Face, FaceDetail, FaceMatch } from '@aws-sdk/client-rekognition';
import type { FoundFace } from './collections/collection.ts';
import type { StoredFace } from './collections/face-journal.ts';
import { type DetectedFace, landmarkNames, type BoundingBox as Ratios } from './face-engine.ts';
import { similarityAt } from './similarity.ts';

export function toBoundingBox({ left, top, width, height }: Ratios): BoundingBox {
  return { Left: left, Top: top, Width: width, Height: height };
}

/** The DEFAULT attributes, but of the pose only its roll: yaw and pitch would be guesses. */
export function toFaceDetail({
  boundingBox,
  confidence,
  landmarks,
  roll,
  quality,
}: DetectedFace): FaceDetail {
  return {
    BoundingBox: toBoundingBox(boundingBox),
    Confidence: confidence,
    Landmarks: landmarkNames.map((name) => ({ Type: name, X: landmarks[name].x, Y: landmarks[name].y })),
    Pose: { Roll: roll },
    Quality: { Brightness: quality.brightness, Sharpness: quality.sharpness },
  };
}

export function toFace(
  { faceId, imageId, externalImageId, boundingBox, confidence }: StoredFace,
  faceModelVersion: string,
  userId?: string,
): Face {
  return {
    FaceId: faceId,
    BoundingBox: toBoundingBox(boundingBox),
    ImageId: imageId,
    ...(externalImageId !== undefined && { ExternalImageId: externalImageId }),
    Confidence: confidence,
    IndexFacesModelVersion: faceModelVersion,
    ...(userId !== undefined && { UserId: userId }),
  };
}

export function toFaceMatch(
  { face, cosine }: FoundFace,
  faceModelVersion: string,
  userId?: string,
): FaceMatch {
  return { Similarity: similarityAt(cosine), Face: toFace(face, faceModelVersion, userId) };
}
