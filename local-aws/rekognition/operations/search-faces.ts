import type { FaceMatch, SearchFacesByImageResponse, SearchFacesResponse } from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import { ServiceError } from '../../service-error.ts';
import { toBoundingBox, toFaceMatch } from '../answers.ts';
import type { Collection } from '../collections/collection.ts';
import type { DescribedFace, FaceEngine } from '../face-engine.ts';
import { image, readImage } from '../image.ts';
import { reasonsAgainst } from '../quality-filter.ts';
import {
  collectionId,
  faceId,
  type QualityFilter,
  qualityFilter,
  threshold,
  wholeNumber,
} from '../request.ts';
import { cosineAt, similarityAt } from '../similarity.ts';
import { comparableCollection, type OperationContext, operation } from './operation.ts';

/** The members both kinds of search take. The default MaxFaces is an assumption: AWS documents none. */
const searchLimits = {
  MaxFaces: wholeNumber(1, 4096).default(80),
  FaceMatchThreshold: threshold.default(80),
};

export const searchFaces = operation(
  z.object({ CollectionId: collectionId, FaceId: faceId, ...searchLimits }),
  async ({ CollectionId, FaceId, MaxFaces, FaceMatchThreshold }, context): Promise<SearchFacesResponse> => {
    const collection = comparableCollection(context, CollectionId);
    const descriptor = collection.descriptorOf(FaceId);
    if (!descriptor) {
      throw new ServiceError('InvalidParameterException', 'faceId was not found in the collection.');
    }
    // The searched face is among the nearest itself, and is not part of the answer.
    const limits = { MaxFaces: MaxFaces + 1, FaceMatchThreshold };
    const matches = findMatches(collection, descriptor, limits, context);
    return {
      SearchedFaceId: FaceId,
      FaceMatches: matches.filter(({ Face }) => Face?.FaceId !== FaceId).slice(0, MaxFaces),
      FaceModelVersion: collection.header.faceModelVersion,
    };
  },
);

export const searchFacesByImage = operation(
  z.object({
    CollectionId: collectionId,
    Image: image,
    QualityFilter: qualityFilter.default('NONE'),
    ...searchLimits,
  }),
  async ({ CollectionId, Image, QualityFilter, ...limits }, context): Promise<SearchFacesByImageResponse> => {
    const { engine, readObject } = context;
    const collection = comparableCollection(context, CollectionId);
    const face = await searchedFace(engine, await readImage(Image, readObject), QualityFilter);
    return {
      SearchedFaceBoundingBox: toBoundingBox(face.boundingBox),
      SearchedFaceConfidence: face.confidence,
      FaceMatches: findMatches(collection, face.descriptor, limits, context),
      FaceModelVersion: collection.header.faceModelVersion,
    };
  },
);

/** The largest face, or with a filter the largest that passes it. */
async function searchedFace(
  engine: FaceEngine,
  bytes: Buffer,
  filter: QualityFilter,
): Promise<DescribedFace> {
  const faces = filter === 'NONE' ? await engine.describe(bytes, 1) : await engine.describe(bytes);
  const face = faces.find((candidate) => reasonsAgainst(candidate, filter).length === 0);
  if (face) return face;
  const message = 'There are no faces in the image. Should be at least 1.';
  throw new ServiceError('InvalidParameterException', message);
}

/** The faces at least as similar as the threshold, most similar first. */
function findMatches(
  collection: Collection,
  descriptor: Float32Array,
  limits: { MaxFaces: number; FaceMatchThreshold: number },
  { searchesTellUsers }: Pick<OperationContext, 'searchesTellUsers'>,
): FaceMatch[] {
  const { MaxFaces: atMost, FaceMatchThreshold } = limits;
  return collection
    .nearest(descriptor, { atMost, atLeast: cosineAt(FaceMatchThreshold) })
    .filter(({ cosine }) => similarityAt(cosine) >= FaceMatchThreshold)
    .map((found) => {
      const userId = searchesTellUsers ? collection.users.ofFace(found.face.faceId) : undefined;
      return toFaceMatch(found, collection.header.faceModelVersion, userId);
    });
}
