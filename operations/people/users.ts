import { setTimeout as pause } from 'node:timers/promises';
import {
  DeleteUserCommand,
  type Face,
  paginateListFaces,
  paginateListUsers,
  type User,
} from '@aws-sdk/client-rekognition';
import type { Target } from '../connect.ts';
import { readName, toName, toUserId } from './user-id.ts';

/** What names are kept in. */
export type PeopleTarget = Pick<Target, 'rekognition' | 'deployment' | 'kind'>;

/** A change of a name has not come to its end; it may, later. */
class NameNotSettled extends Error {
  override name = 'NameNotSettled' as const;
}

/** All users of the collection. */
export async function listUsers({ rekognition, deployment }: PeopleTarget): Promise<User[]> {
  const request = { CollectionId: deployment.collectionId, MaxResults: 500 };
  const pages = await Array.fromAsync(paginateListUsers({ client: rekognition }, request));
  return pages.flatMap(({ Users = [] }) => Users);
}

/** ListFaces' limits, of ids that are asked for and of faces that it tells. */
export const mostFaceIds = 4_096;

/** Faces of the collection: all, those of a user, or those of the ids that are there. */
export async function* listFaces(
  { rekognition, deployment }: Pick<Target, 'rekognition' | 'deployment'>,
  which: { readonly UserId?: string; readonly FaceIds?: string[] } = {},
): AsyncGenerator<Face> {
  const request = { CollectionId: deployment.collectionId, MaxResults: mostFaceIds, ...which };
  for await (const { Faces = [] } of paginateListFaces({ client: rekognition }, request)) yield* Faces;
}

/**
 * The user of that name: the one that there is, also when another program made its UserId in another way, or the one to
 * be made. Throws UsageError.
 */
export async function findUser(
  target: PeopleTarget,
  given: string,
): Promise<{ userId: string; exists: boolean }> {
  const userId = toUserId(given);
  const users = await listUsers(target);
  const found =
    users.find((user) => user.UserId === userId) ??
    users.find((user) => toName(user.UserId!) === readName(given));
  return found ? { userId: found.UserId!, exists: true } : { userId, exists: false };
}

/** Removes a user, whose faces stay; one that is not there any more is no error. */
export async function deleteUser({ rekognition, deployment }: PeopleTarget, userId: string): Promise<void> {
  const request = new DeleteUserCommand({ CollectionId: deployment.collectionId, UserId: userId });
  await whileConflicting(() => rekognition.send(request)).catch((error: Error) => {
    if (error.name !== 'ResourceNotFoundException') throw error;
  });
}

/** Milliseconds between two looks, and the number of looks. */
const betweenLooks = { 'in-process': 50, server: 50, aws: 1_000 } as const;
const mostLooks = 120;

/** Until all changes of these users are over: they go on after Rekognition has answered. Throws NameNotSettled. */
export async function untilSettled(target: PeopleTarget, userIds: readonly string[]): Promise<void> {
  for (let looks = 0; userIds.length > 0; looks++) {
    const users = await listUsers(target);
    const changing = users.filter(
      ({ UserId, UserStatus }) =>
        userIds.includes(UserId!) && (UserStatus === 'UPDATING' || UserStatus === 'CREATING'),
    );
    if (changing.length === 0) return;
    if (looks === mostLooks) {
      throw new NameNotSettled(
        `Expected the change of a name to end within ${(mostLooks * betweenLooks[target.kind]) / 1000} s, but Rekognition still says UPDATING: run this again`,
      );
    }
    await pause(betweenLooks[target.kind]);
  }
}

/** Milliseconds between tries. */
const pauses = [100, 500, 1_000, 2_000, 4_000];

/** Makes a change of a user, again while another change of it is under way. */
export async function whileConflicting<Answer>(change: () => Promise<Answer>): Promise<Answer> {
  for (const milliseconds of pauses) {
    try {
      return await change();
    } catch (error) {
      if ((error as Error).name !== 'ConflictException') throw error;
      await pause(milliseconds);
    }
  }
  return change();
}
