import type { DeleteFacesResponse } from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import type { Operation } from '../../gateway/json-service.ts';
import { collectionId, faceIds, parseRequest } from '../request.ts';
import type { OperationContext } from './operation-context.ts';

const request = z.object({ CollectionId: collectionId, FaceIds: faceIds });

export function deleteFaces({ collections }: OperationContext): Operation {
  return async (input): Promise<DeleteFacesResponse> => {
    const { CollectionId, FaceIds } = parseRequest(request, input);
    const removed = await collections.get(CollectionId).remove(FaceIds);
    const missing = [...new Set(FaceIds)].filter((faceId) => !removed.has(faceId));
    return {
      DeletedFaces: [...removed],
      UnsuccessfulFaceDeletions: missing.map((faceId) => ({ FaceId: faceId, Reasons: ['FACE_NOT_FOUND'] })),
    };
  };
}
