import {
  AssociateFacesCommand,
  CreateUserCommand,
  DisassociateFacesCommand,
  type DisassociateFacesCommandOutput,
} from '@aws-sdk/client-rekognition';
import { plural } from '../match/totals.ts';
import { UsageError } from '../usage-error.ts';
import { readName, toName } from './user-id.ts';
import {
  deleteUser,
  findUser,
  listFaces,
  type PeopleTarget,
  untilSettled,
  whileConflicting,
} from './users.ts';

/** Rekognition's limit. */
export const mostFacesOfName = 100;

/** Rekognition did not give faces a name, for the reasons it gives. */
class FacesNotNamed extends Error {
  override name = 'FacesNotNamed' as const;
}

/** A face that has another name already. */
export interface OtherwiseNamed {
  readonly faceId: string;
  readonly name: string;
}

export interface NamedPerson {
  readonly name: string;
  /** All that the person has now. */
  readonly faceIds: readonly string[];
}

/**
 * Gives faces of the collection a name: who has it gets them as well. Where faces have another name, `mayMove` is asked
 * before they lose it; a name that is left without a face is no more. Returns undefined, and has changed nothing, when it
 * said no. May be done again.
 *
 * Throws UsageError for a name that is none, a face that is not in the collection and too many faces, FacesNotNamed, or
 * what Rekognition answered.
 */
export async function nameFaces(
  target: PeopleTarget,
  faceIds: readonly string[],
  given: string,
  mayMove: (faces: readonly OtherwiseNamed[]) => Promise<boolean>,
): Promise<NamedPerson | undefined> {
  const { rekognition, deployment } = target;
  const { collectionId: CollectionId } = deployment;
  const { userId: UserId, exists } = await findUser(target, given);
  const has = exists ? await facesOfUser(target, UserId) : [];
  const after = new Set([...has, ...faceIds]);
  if (after.size > mostFacesOfName) {
    throw new UsageError(
      `Expected at most ${mostFacesOfName} faces of one person, which is Rekognition's limit, got ${after.size}`,
    );
  }
  const users = await usersOf(target, faceIds);
  const others = [...users].filter(([, userId]) => userId !== undefined && userId !== UserId);
  const moved = others.map(([faceId, userId]) => ({ faceId, name: toName(userId!) }));
  if (moved.length > 0 && !(await mayMove(moved))) return undefined;
  await takeNames(target, new Map(others));
  if (!exists) {
    // Somebody else may make it at this moment.
    const request = new CreateUserCommand({ CollectionId, UserId });
    await rekognition.send(request).catch((error: Error) => {
      if (error.name !== 'ConflictException') throw error;
    });
  }
  const FaceIds = [...new Set(faceIds)].filter((faceId) => !has.includes(faceId));
  if (FaceIds.length > 0) {
    // The user says who they are, not the likeness of two pictures: at its default of 75 many are refused.
    const request = new AssociateFacesCommand({ CollectionId, UserId, FaceIds, UserMatchThreshold: 0 });
    const { UnsuccessfulFaceAssociations: refused = [] } = await whileConflicting(() =>
      rekognition.send(request),
    );
    if (refused.length > 0) {
      const reasons = refused.map(({ FaceId, Reasons = [] }) => `${FaceId}: ${Reasons.join(', ')}`);
      throw new FacesNotNamed(
        `Expected Rekognition to name ${plural(FaceIds.length, 'face')}, got ${reasons.join('; ')}`,
      );
    }
  }
  await untilSettled(target, [UserId]);
  return { name: readName(given), faceIds: [...after].toSorted() };
}

/**
 * Takes faces out of their names, and removes each name that is left without a face. Returns the names that the faces
 * had, by faceId. Rekognition deletes no face that has a name.
 */
export async function unnameFaces(
  target: PeopleTarget,
  faceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const named = new Map<string, string | undefined>();
  for await (const { FaceId, UserId } of listFaces(target, { FaceIds: [...faceIds] })) {
    if (UserId !== undefined) named.set(FaceId!, UserId);
  }
  await takeNames(target, named);
  return new Map([...named].map(([faceId, userId]) => [faceId, toName(userId!)]));
}

async function takeNames(
  target: PeopleTarget,
  users: ReadonlyMap<string, string | undefined>,
): Promise<void> {
  const { rekognition, deployment } = target;
  const byUser = Map.groupBy(users, ([, userId]) => userId!);
  for (const [UserId, faces] of byUser) {
    const FaceIds = faces.map(([faceId]) => faceId);
    const request = new DisassociateFacesCommand({ CollectionId: deployment.collectionId, UserId, FaceIds });
    const { UnsuccessfulFaceDisassociations: refused = [] } = await whileConflicting(() =>
      rekognition.send(request).catch((error: Error): DisassociateFacesCommandOutput => {
        // Deleted meanwhile, and on AWS for a moment still told with its faces.
        if (error.name === 'ResourceNotFoundException') return { $metadata: {} };
        throw error;
      }),
    );
    const kept = refused.filter(({ Reasons = [] }) => !Reasons.includes('FACE_NOT_FOUND'));
    if (kept.length === 0) continue;
    const reasons = kept.map(({ FaceId, Reasons = [] }) => `${FaceId}: ${Reasons.join(', ')}`);
    throw new FacesNotNamed(`Expected Rekognition to take faces out of a name, got ${reasons.join('; ')}`);
  }
  await untilSettled(target, [...byUser.keys()]);
  for (const userId of byUser.keys()) {
    if ((await facesOfUser(target, userId)).length === 0) await deleteUser(target, userId);
  }
}

/** The users of faces, by faceId. Throws UsageError for a face that is not in the collection. */
async function usersOf(
  target: PeopleTarget,
  faceIds: readonly string[],
): Promise<Map<string, string | undefined>> {
  const users = new Map<string, string | undefined>();
  for await (const { FaceId, UserId } of listFaces(target, { FaceIds: [...faceIds] })) {
    users.set(FaceId!, UserId);
  }
  const missing = faceIds.find((faceId) => !users.has(faceId));
  if (missing === undefined) return users;
  throw new UsageError(
    `Expected a face of the collection ${target.deployment.collectionId}, which has none ${missing}`,
  );
}

/** The ids of the faces of a user. */
export async function facesOfUser(target: PeopleTarget, UserId: string): Promise<string[]> {
  const faces = await Array.fromAsync(listFaces(target, { UserId })).catch((error: Error) => {
    if (error.name !== 'ResourceNotFoundException') throw error;
    return [];
  });
  return faces.map(({ FaceId }) => FaceId!);
}
