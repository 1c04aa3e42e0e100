import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import type { Target } from '../connect.ts';
import { plural } from '../match/totals.ts';
import { facesOfUser } from '../people/name-faces.ts';
import { toName } from '../people/user-id.ts';
import { deleteUser, findUser, untilSettled } from '../people/users.ts';
import { type ForgottenFromAll, removeFaces } from './remove-face.ts';
import { deleteObjects, findObjects } from './stored-objects.ts';

/** Somebody who has a name, or of whom something is left after a forgetting that was interrupted. */
export interface KnownPerson {
  readonly userId: string;
  readonly name: string;
  readonly faceIds: readonly string[];
}

/** The person of that name; undefined when nobody has it. Throws UsageError for a name that is none. */
export async function findPerson(target: Target, given: string): Promise<KnownPerson | undefined> {
  const { userId, exists } = await findUser(target, given);
  const noted = await readNote(target, userId);
  if (!exists && !noted) return undefined;
  const has = exists ? await facesOfUser(target, userId) : [];
  return { userId, name: toName(userId), faceIds: [...new Set([...(noted ?? []), ...has])] };
}

/**
 * Forgets a person: the name, then the faces as `removeFaces` does. The faces are noted before and the note goes last,
 * because nothing tells whose they were once the name is gone: whoever is interrupted runs it again.
 */
export async function removePerson(
  target: Target,
  { userId, name, faceIds }: KnownPerson,
  tell: (what: string) => void = () => {},
): Promise<ForgottenFromAll> {
  const { collectionId, thumbsBucket } = target.deployment;
  const note = noteOf(target, userId);
  await target.s3.send(
    new PutObjectCommand({
      Bucket: thumbsBucket,
      Key: note,
      Body: JSON.stringify(faceIds),
      ContentType: 'application/json',
    }),
  );
  await deleteUser(target, userId);
  await untilSettled(target, [userId]);
  tell(`removed the name ${name} of ${plural(faceIds.length, 'face')} from the collection ${collectionId}`);
  const forgotten = await removeFaces(target, faceIds, tell);
  await deleteObjects(target.s3, await findObjects(target, thumbsBucket, note));
  return forgotten;
}

/** Beside the crops: working files expire, and with them whose faces are still to be removed. It tells no name. */
function noteOf({ deployment }: Target, userId: string): string {
  const digest = createHash('sha256').update(userId).digest('hex').slice(0, 20);
  return `${deployment.thumbsPrefix}forgetting/${digest}.json`;
}

async function readNote(target: Target, userId: string): Promise<string[] | undefined> {
  const { s3, deployment } = target;
  const request = new GetObjectCommand({ Bucket: deployment.thumbsBucket, Key: noteOf(target, userId) });
  try {
    const { Body } = await s3.send(request);
    return z.array(z.string()).parse(JSON.parse(await Body!.transformToString()));
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  }
}
