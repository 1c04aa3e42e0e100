import type { DeleteFacesResponse, ListFacesResponse } from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import { toFace } from '../answers.ts';
import { pageOf } from '../page.ts';
import { collectionId, faceIds, maxResults, nextToken, userId } from '../request.ts';
import { operation } from './operation.ts';
import { existingUser } from './users.ts';

export const listFaces = operation(
  z.object({
    CollectionId: collectionId,
    FaceIds: faceIds.optional(),
    MaxResults: maxResults,
    NextToken: nextToken,
    UserId: userId.optional(),
  }),
  async (
    { CollectionId, FaceIds, MaxResults, NextToken, UserId },
    { collections },
  ): Promise<ListFacesResponse> => {
    const collection = collections.get(CollectionId);
    const { facesById, header, users } = collection;
    let listed = facesById;
    if (UserId !== undefined) {
      const { faceIds } = existingUser(collection.users.get(UserId), UserId);
      listed = listed.filter(({ faceId }) => faceIds.includes(faceId));
    }
    const wanted = FaceIds && new Set(FaceIds);
    if (wanted) listed = listed.filter(({ faceId }) => wanted.has(faceId));
    const page = { size: MaxResults, token: NextToken };
    const { items, next } = pageOf(listed, ({ faceId }) => faceId, page);
    return {
      Faces: items.map((face) => toFace(face, header.faceModelVersion, users.ofFace(face.faceId))),
      ...next,
      FaceModelVersion: header.faceModelVersion,
    };
  },
);

export const deleteFaces = operation(
  z.object({ CollectionId: collectionId, FaceIds: faceIds }),
  async ({ CollectionId, FaceIds }, { collections }): Promise<DeleteFacesResponse> => {
    const collection = collections.get(CollectionId);
    const removed = await collection.remove(FaceIds);
    const kept = [...new Set(FaceIds)].filter((faceId) => !removed.has(faceId));
    return {
      DeletedFaces: [...removed],
      UnsuccessfulFaceDeletions: kept.map((faceId) => {
        const UserId = collection.users.ofFace(faceId);
        if (UserId === undefined) return { FaceId: faceId, Reasons: ['FACE_NOT_FOUND'] };
        return { FaceId: faceId, UserId, Reasons: ['ASSOCIATED_TO_AN_EXISTING_USER'] };
      }),
    };
  },
);
