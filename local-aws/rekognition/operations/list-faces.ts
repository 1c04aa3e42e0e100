import type { ListFacesResponse } from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import type { Operation } from '../../gateway/json-service.ts';
import { toFace } from '../answers.ts';
import { pageOf } from '../page.ts';
import { collectionId, faceIds, maxResults, parseRequest, unsupported } from '../request.ts';
import type { OperationContext } from './operation-context.ts';

const request = z.object({
  CollectionId: collectionId,
  FaceIds: faceIds.optional(),
  MaxResults: maxResults,
  NextToken: z.string('a token of an earlier page').optional(),
  UserId: unsupported('users'),
});

export function listFaces({ collections }: OperationContext): Operation {
  return async (input): Promise<ListFacesResponse> => {
    const { CollectionId, FaceIds, MaxResults, NextToken } = parseRequest(request, input);
    const { facesById, header } = collections.get(CollectionId);
    const wanted = FaceIds && new Set(FaceIds);
    const listed = wanted ? facesById.filter(({ faceId }) => wanted.has(faceId)) : facesById;
    const { items, nextToken } = pageOf(listed, ({ faceId }) => faceId, {
      size: MaxResults,
      token: NextToken,
    });
    return {
      Faces: items.map((face) => toFace(face, header.faceModelVersion)),
      ...(nextToken && { NextToken: nextToken }),
      FaceModelVersion: header.faceModelVersion,
    };
  };
}
