import type { SearchFacesByImageResponse } from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import type { Operation } from '../../gateway/json-service.ts';
import { ServiceError } from '../../service-error.ts';
import { toBoundingBox } from '../answers.ts';
import type { DescribedFace, FaceEngine } from '../face-engine.ts';
import { findMatches, searchLimits } from '../face-matches.ts';
import { image, readImage } from '../image.ts';
import { reasonsAgainst } from '../quality-filter.ts';
import { collectionId, parseRequest, type QualityFilter, qualityFilter } from '../request.ts';
import { comparableCollection, type OperationContext } from './operation-context.ts';

const request = z.object({
  CollectionId: collectionId,
  Image: image,
  QualityFilter: qualityFilter.default('NONE'),
  ...searchLimits,
});

export function searchFacesByImage(context: OperationContext): Operation {
  const { engine, readObject } = context;
  return async (input): Promise<SearchFacesByImageResponse> => {
    const { CollectionId, Image, QualityFilter, ...limits } = parseRequest(request, input);
    const collection = comparableCollection(context, CollectionId);
    const face = await searchedFace(engine, await readImage(Image, readObject), QualityFilter);
    return {
      SearchedFaceBoundingBox: toBoundingBox(face.boundingBox),
      SearchedFaceConfidence: face.confidence,
      FaceMatches: findMatches(collection, face.descriptor, limits),
      FaceModelVersion: collection.header.faceModelVersion,
    };
  };
}

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
