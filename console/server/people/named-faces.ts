import type { Face } from '@aws-sdk/client-rekognition';
import type { Target } from '../../../operations/connect.ts';
import { Names } from '../../../operations/people/names.ts';
import { toName } from '../../../operations/people/user-id.ts';
import { listFaces, listUsers } from '../../../operations/people/users.ts';

/** Milliseconds that a name counts: it may be given by a command, or by another program. */
const goodFor = { 'in-process': 3_000, server: 3_000, aws: 60_000 } as const;

export const createNames = (target: Target): Names => new Names(target, { goodFor: goodFor[target.kind] });

/** The faces with their names, or without where these cannot be looked up: what became of a photo is shown also then. */
export const withNames = <Face extends { readonly outcome: string }>(
  names: Names,
  faces: readonly Face[],
): Promise<readonly (Face & { readonly name?: string })[]> => names.with(faces).catch(() => faces);

/** Faces of people whose name has this in it, whatever its case, at most so many. */
export async function facesNamedLike(target: Target, part: string, most: number): Promise<Face[]> {
  const wanted = comparable(part);
  const users = (await listUsers(target)).filter(({ UserId }) =>
    comparable(toName(UserId!)).includes(wanted),
  );
  const found: Face[] = [];
  for (const { UserId } of users) {
    for await (const face of listFaces(target, { UserId })) {
      if (found.length === most) return found;
      found.push(face);
    }
  }
  return found;
}

/** The ids of all faces that have the name of this one, with itself. */
export async function facesOfSamePerson(target: Target, faceId: string): Promise<ReadonlySet<string>> {
  const same = new Set([faceId]);
  for await (const { UserId } of listFaces(target, { FaceIds: [faceId] })) {
    if (UserId === undefined) continue;
    for await (const { FaceId } of listFaces(target, { UserId })) same.add(FaceId!);
  }
  return same;
}

/** `zoe` finds Zoë. */
const comparable = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
