import type { DeleteFacesResponse, ListFacesResponse } from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import { toFace } from '../answers.ts';
import { pageOf } from '../page.ts';
import { collectionId, faceIds, maxResults, nextToken, unsupported } from '../request.ts';
import { operation } from './operation.ts';

export const listFaces = operation(
  z.object({
    CollectionId: collectionId,
    FaceIds: faceIds.optional(),
    MaxResults: maxResults,
    NextToken: nextToken,
    UserId: unsupported('users'),
  }),
  async ({ CollectionId, FaceIds, MaxResults, NextToken }, { collections }): Promise<ListFacesResponse> => {
    const { facesById, header } = collections.get(CollectionId);
    const wanted = FaceIds && new Set(FaceIds);
    const listed = wanted ? facesById.filter(({ faceId }) => wanted.has(faceId)) : facesById;
    const page = { size: MaxResults, token: NextToken };
    const { items, next } = pageOf(listed, ({ faceId }) => faceId, page);
    return {
      Faces: items.map((face) => toFace(face, header.faceModelVersion)),
      ...next,
      FaceModelVersion: header.faceModelVersion,
    };
  },
);

export const deleteFaces = operation(
  z.object({ CollectionId: collectionId, FaceIds: faceIds }),
  async ({ CollectionId, FaceIds }, { collections }): Promise<DeleteFacesResponse> => {
    const removed = await collections.get(CollectionId).remove(FaceIds);
    const missing = [...new Set(FaceIds)].filter((faceId) => !removed.has(faceId));
    return {
      DeletedFaces: [...removed],
      UnsuccessfulFaceDeletions: missing.map((faceId) => ({ FaceId: faceId, Reasons: ['FACE_NOT_FOUND'] })),
    };
  },
);
