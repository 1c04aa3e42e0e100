import type { DetectFacesResponse, IndexFacesResponse, UnindexedFace } from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import { toFace, toFaceDetail } from '../answers.ts';
import type { DescribedFace } from '../face-engine.ts';
import { faceIdOf, imageIdOf } from '../face-identity.ts';
import { image, readImage } from '../image.ts';
import { mostFaces } from '../limits.ts';
import { reasonsAgainst } from '../quality-filter.ts';
import {
  attributes,
  collectionId,
  externalImageId,
  type QualityFilter,
  qualityFilter,
  wholeNumber,
} from '../request.ts';
import { comparableCollection, operation } from './operation.ts';

export const detectFaces = operation(
  z.object({ Image: image, Attributes: attributes }),
  async ({ Image }, { engine, readObject }): Promise<DetectFacesResponse> => {
    const faces = await engine.detect(await readImage(Image, readObject));
    return { FaceDetails: faces.map(toFaceDetail) };
  },
);

export const indexFaces = operation(
  z.object({
    CollectionId: collectionId,
    Image: image,
    ExternalImageId: externalImageId.optional(),
    DetectionAttributes: attributes,
    MaxFaces: wholeNumber(1, Number.MAX_SAFE_INTEGER).default(mostFaces),
    QualityFilter: qualityFilter.default('AUTO'),
  }),
  async (
    { CollectionId, Image, ExternalImageId, MaxFaces, QualityFilter },
    context,
  ): Promise<IndexFacesResponse> => {
    const { engine, readObject } = context;
    const collection = comparableCollection(context, CollectionId);
    const bytes = await readImage(Image, readObject);
    const imageId = imageIdOf(bytes, ExternalImageId);
    const { indexed, unindexed } = choose(await engine.describe(bytes), MaxFaces, QualityFilter);
    const records = indexed.map((face) => ({
      face,
      stored: {
        faceId: faceIdOf(imageId, face.boundingBox, engine.version),
        imageId,
        externalImageId: ExternalImageId,
        boundingBox: face.boundingBox,
        confidence: face.confidence,
        descriptor: face.descriptor,
      },
    }));
    await collection.add(records.map(({ stored }) => stored));
    return {
      FaceRecords: records.map(({ face, stored }) => ({
        Face: toFace(stored, engine.version),
        FaceDetail: toFaceDetail(face),
      })),
      UnindexedFaces: unindexed,
      FaceModelVersion: engine.version,
    };
  },
);

/** Faces below the quality bar are left out first, then the smallest. */
function choose(faces: readonly DescribedFace[], atMost: number, filter: QualityFilter) {
  const indexed: DescribedFace[] = [];
  const unindexed: UnindexedFace[] = [];
  for (const face of faces) {
    const reasons = reasonsAgainst(face, filter);
    if (reasons.length === 0 && indexed.length === atMost) reasons.push('EXCEEDS_MAX_FACES');
    if (reasons.length === 0) indexed.push(face);
    else unindexed.push({ FaceDetail: toFaceDetail(face), Reasons: reasons });
  }
  return { indexed, unindexed };
}
