import type { FaceMatch } from '@aws-sdk/client-rekognition';
import { toFaceMatch } from './answers.ts';
import type { Collection } from './collections/collection.ts';
import { threshold, wholeNumber } from './request.ts';
import { distanceAt, similarityAt } from './similarity.ts';

/** The members both kinds of search take. The default MaxFaces is an assumption: AWS documents none. */
export const searchLimits = {
  MaxFaces: wholeNumber(1, 4096).default(80),
  FaceMatchThreshold: threshold.default(80),
};

/** The faces at least as similar as the threshold, most similar first. */
export function findMatches(
  collection: Collection,
  descriptor: Float32Array,
  limits: { MaxFaces: number; FaceMatchThreshold: number },
): FaceMatch[] {
  const { MaxFaces: atMost, FaceMatchThreshold } = limits;
  return collection
    .nearest(descriptor, { atMost, within: distanceAt(FaceMatchThreshold) })
    .filter(({ distance }) => similarityAt(distance) >= FaceMatchThreshold)
    .map((found) => toFaceMatch(found, collection.header.faceModelVersion));
}
