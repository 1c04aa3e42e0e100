import { DeleteFacesCommand } from '@aws-sdk/client-rekognition';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import type { Target } from '../connect.ts';
import { keptCropPrefix } from '../enroll/kept-crop.ts';
import { plural } from '../match/totals.ts';
import { unnameFaces } from '../people/name-faces.ts';
import { faceIdForm } from '../people/names.ts';
import { UsageError } from '../usage-error.ts';
import { findNamingRecords, unnameFace } from './naming-records.ts';
import { deleteObjects, findObjects, type StoredObject } from './stored-objects.ts';

/** What became of a face that was forgotten. */
export interface ForgottenFromAll {
  /** Whether the collection had it. */
  readonly deleted: boolean;
  /** Crops that were kept of it under its own id. */
  readonly crops: readonly StoredObject[];
  /** Photos whose record named it, and their faces that did. */
  readonly unnamed: readonly { readonly key: string; readonly idxs: readonly number[] }[];
}

/** Throws UsageError. */
export function checkFaceId(given: string): void {
  if (faceIdForm.test(given)) return;
  throw new UsageError(
    `Expected a faceId such as f415f642-f1f3-8000-840c-43b48ad8409e, as records and enroll tell it, got "${given}"`,
  );
}

/**
 * Removes a face from the collection, the crops kept under its id, and its name from the records. What is done is
 * told at once, since each step may be the last.
 *
 * The collection comes first, so that nobody finds the face any more while the records are changed.
 */
export async function removeFace(
  target: Target,
  faceId: string,
  tell: (what: string) => void = () => {},
): Promise<ForgottenFromAll> {
  const { collectionId, thumbsBucket, thumbsPrefix } = target.deployment;
  // Rekognition deletes no face that has one.
  await unnameFaces(target, [faceId]);
  const deleted = await deleteFace(target, faceId);
  tell(
    deleted
      ? `removed the face ${faceId} from the collection ${collectionId}`
      : `The collection ${collectionId} has no face ${faceId}`,
  );
  const crops = await findObjects(target, thumbsBucket, keptCropPrefix(thumbsPrefix, faceId));
  await deleteObjects(target.s3, crops);
  for (const { bucket, key } of crops) tell(`removed s3://${bucket}/${key}`);
  const unnamed: ForgottenFromAll['unnamed'][number][] = [];
  for await (const record of findNamingRecords(target, faceId)) {
    const renamed = await unnameFace(target, record, faceId);
    if (renamed.length === 0) continue;
    const idxs = renamed.map(({ before }) => before.idx);
    unnamed.push({ key: record.s3Key, idxs });
    tell(`removed from face ${idxs.join(', ')} of ${record.s3Key}`);
  }
  return { deleted, crops, unnamed };
}

/** Rekognition kept the face in its collection, for the reason it gives. */
class FaceNotDeleted extends Error {
  override name = 'FaceNotDeleted' as const;
}

/** Deletes a face from the collection; returns false when it was not in it. Throws FaceNotDeleted. */
export async function deleteFace(
  { rekognition, deployment: { collectionId } }: Pick<Target, 'rekognition' | 'deployment'>,
  faceId: string,
): Promise<boolean> {
  const { DeletedFaces = [], UnsuccessfulFaceDeletions = [] } = await rekognition.send(
    new DeleteFacesCommand({ CollectionId: collectionId, FaceIds: [faceId] }),
  );
  if (DeletedFaces.includes(faceId)) return true;
  const reasons = UnsuccessfulFaceDeletions.find(({ FaceId }) => FaceId === faceId)?.Reasons ?? [];
  if (reasons.includes('FACE_NOT_FOUND')) return false;
  throw new FaceNotDeleted(
    `Expected the face ${faceId} to be deleted from the collection ${collectionId}, got ${reasons.join(', ') || 'no reason'}`,
  );
}

/** What may undo the forgetting: an execution that runs writes what it has found before. */
export async function adviseOnRunning({ sfn, deployment }: Target): Promise<string | undefined> {
  const { stateMachineArn } = deployment;
  const request = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1000 });
  const { executions = [] } = await sfn.send(request);
  if (executions.length === 0) return undefined;
  return `Running now: ${plural(executions.length, 'execution')}, which may record again what was forgotten: run this once more when none is`;
}
