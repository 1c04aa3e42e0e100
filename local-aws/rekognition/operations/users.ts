import type {
  AssociateFacesResponse,
  CreateUserResponse,
  DeleteUserResponse,
  DisassociateFacesResponse,
  ListUsersResponse,
  UnsuccessfulFaceAssociation,
  UnsuccessfulFaceDisassociation,
} from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import { ServiceError } from '../../service-error.ts';
import type { Collection } from '../collections/collection.ts';
import type { StoredUser } from '../collections/face-journal.ts';
import { mostFacesOfUser } from '../limits.ts';
import { pageOf } from '../page.ts';
import {
  collectionId,
  maxUsers,
  nextToken,
  requestToken,
  threshold,
  userFaceIds,
  userId,
} from '../request.ts';
import { similarityAt } from '../similarity.ts';
import { operation } from './operation.ts';

const oneUser = { CollectionId: collectionId, UserId: userId, ClientRequestToken: requestToken };

export const createUser = operation(
  z.object(oneUser),
  async ({ CollectionId, UserId, ClientRequestToken }, { collections }): Promise<CreateUserResponse> => {
    await collections.get(CollectionId).changeUser(UserId, (user) => {
      if (!user) return { userId: UserId, faceIds: [], requestToken: ClientRequestToken };
      if (ClientRequestToken !== undefined && user.requestToken === ClientRequestToken) return undefined;
      throw new ServiceError('ConflictException', `The user id: ${UserId} already exists`);
    });
    return {};
  },
);

export const deleteUser = operation(
  z.object(oneUser),
  async ({ CollectionId, UserId }, { collections }): Promise<DeleteUserResponse> => {
    if (!(await collections.get(CollectionId).deleteUser(UserId))) throw userNotFound(UserId);
    return {};
  },
);

export const listUsers = operation(
  z.object({ CollectionId: collectionId, MaxResults: maxUsers, NextToken: nextToken }),
  async ({ CollectionId, MaxResults, NextToken }, { collections }): Promise<ListUsersResponse> => {
    const { users } = collections.get(CollectionId);
    const page = { size: MaxResults, token: NextToken };
    const { items, next } = pageOf(users.all(), (user) => user.userId, page);
    return {
      Users: items.map((user) => ({ UserId: user.userId, UserStatus: users.statusOf(user) })),
      ...next,
    };
  },
);

export const associateFaces = operation(
  z.object({ ...oneUser, FaceIds: userFaceIds, UserMatchThreshold: threshold.default(75) }),
  async (
    { CollectionId, UserId, FaceIds, UserMatchThreshold },
    { collections },
  ): Promise<AssociateFacesResponse> => {
    const collection = collections.get(CollectionId);
    const refused: UnsuccessfulFaceAssociation[] = [];
    let added: string[] = [];
    await collection.changeUser(UserId, (given) => {
      const user = existingUser(given, UserId);
      added = [...new Set(FaceIds)].filter((faceId) => {
        // Faces that the user has are neither added nor refused.
        if (user.faceIds.includes(faceId)) return false;
        const refusal = refusalOf(collection, user, faceId, UserMatchThreshold);
        if (refusal) refused.push(refusal);
        return !refusal;
      });
      if (user.faceIds.length + added.length > mostFacesOfUser) {
        const message = `The user id: ${UserId} may have at most ${mostFacesOfUser} faces`;
        throw new ServiceError('ServiceQuotaExceededException', message);
      }
      return added.length === 0 ? undefined : { ...user, faceIds: [...user.faceIds, ...added] };
    });
    return {
      AssociatedFaces: added.map((FaceId) => ({ FaceId })),
      UnsuccessfulFaceAssociations: refused,
      UserStatus: statusOf(collection, UserId),
    };
  },
);

/** Why a face does not get the name; undefined when it does. */
function refusalOf(
  collection: Collection,
  { faceIds }: StoredUser,
  faceId: string,
  atLeast: number,
): UnsuccessfulFaceAssociation | undefined {
  const descriptor = collection.descriptorOf(faceId);
  if (!descriptor) return { FaceId: faceId, Reasons: ['FACE_NOT_FOUND'] };
  const other = collection.users.ofFace(faceId);
  if (other !== undefined) {
    return { FaceId: faceId, UserId: other, Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] };
  }
  // Only a user who has a face can be unlike one. AWS compares with all of them in a way that it does not tell.
  if (faceIds.length === 0) return undefined;
  const confidence = Math.max(
    ...faceIds.map((each) => similarityAt(cosineOf(descriptor, collection.descriptorOf(each)!))),
  );
  if (confidence >= atLeast) return undefined;
  return { FaceId: faceId, Confidence: confidence, Reasons: ['LOW_MATCH_CONFIDENCE'] };
}

export const disassociateFaces = operation(
  z.object({ ...oneUser, FaceIds: userFaceIds }),
  async ({ CollectionId, UserId, FaceIds }, { collections }): Promise<DisassociateFacesResponse> => {
    const collection = collections.get(CollectionId);
    const refused: UnsuccessfulFaceDisassociation[] = [];
    let removed: string[] = [];
    await collection.changeUser(UserId, (given) => {
      const user = existingUser(given, UserId);
      removed = [...new Set(FaceIds)].filter((faceId) => user.faceIds.includes(faceId));
      for (const FaceId of new Set(FaceIds).difference(new Set(removed))) {
        const other = collection.users.ofFace(FaceId);
        if (other !== undefined) {
          refused.push({ FaceId, UserId: other, Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] });
        } else if (!collection.has(FaceId)) refused.push({ FaceId, Reasons: ['FACE_NOT_FOUND'] });
      }
      if (removed.length === 0) return undefined;
      return { ...user, faceIds: user.faceIds.filter((faceId) => !removed.includes(faceId)) };
    });
    return {
      DisassociatedFaces: removed.map((FaceId) => ({ FaceId })),
      UnsuccessfulFaceDisassociations: refused,
      UserStatus: statusOf(collection, UserId),
    };
  },
);

/** Throws ResourceNotFoundException when there is none. */
export function existingUser(user: StoredUser | undefined, userId: string): StoredUser {
  if (!user) throw userNotFound(userId);
  return user;
}

const userNotFound = (userId: string) =>
  new ServiceError('ResourceNotFoundException', `The user id: ${userId} does not exist`);

function statusOf({ users }: Collection, userId: string) {
  const user = users.get(userId);
  return user && users.statusOf(user);
}

/** Descriptors have the length 1. */
const cosineOf = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, axis) => sum + value * other[axis]!, 0);
