import type { SearchFacesResponse } from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import type { Operation } from '../../gateway/json-service.ts';
import { ServiceError } from '../../service-error.ts';
import { findMatches, searchLimits } from '../face-matches.ts';
import { collectionId, faceId, parseRequest } from '../request.ts';
import { comparableCollection, type OperationContext } from './operation-context.ts';

const request = z.object({ CollectionId: collectionId, FaceId: faceId, ...searchLimits });

export function searchFaces(context: OperationContext): Operation {
  return async (input): Promise<SearchFacesResponse> => {
    const { CollectionId, FaceId, MaxFaces, FaceMatchThreshold } = parseRequest(request, input);
    const collection = comparableCollection(context, CollectionId);
    const descriptor = collection.descriptorOf(FaceId);
    if (!descriptor) {
      throw new ServiceError('InvalidParameterException', 'faceId was not found in the collection.');
    }
    // The searched face is among the nearest itself, and is not part of the answer.
    const matches = findMatches(collection, descriptor, { MaxFaces: MaxFaces + 1, FaceMatchThreshold });
    return {
      SearchedFaceId: FaceId,
      FaceMatches: matches.filter(({ Face }) => Face?.FaceId !== FaceId).slice(0, MaxFaces),
      FaceModelVersion: collection.header.faceModelVersion,
    };
  };
}
