import { DeleteFacesCommand } from '@aws-sdk/client-rekognition';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import type { Target } from '../connect.ts';
import { keptCropPrefix } from '../enroll/kept-crop.ts';
import { plural } from '../match/totals.ts';
import { forgetInCorrections } from '../people/correct-faces.ts';
import { unnameFaces } from '../people/name-faces.ts';
import { faceIdForm } from '../people/names.ts';
import { UsageError } from '../usage-error.ts';
import { pathToShow } from '../working-directory.ts';
import { annotatedCopyOf, logLinesOfFaces, removeFile } from './local-traces.ts';
import { findNamingRecords, unnameFace } from './naming-records.ts';
import { deleteObjects, findObjects, type StoredObject } from './stored-objects.ts';

/** What became of faces that were forgotten. */
export interface ForgottenFromAll {
  /** Those that the collection had. */
  readonly deleted: readonly string[];
  /** Crops that were kept of them under their own ids. */
  readonly crops: readonly StoredObject[];
  /** Photos whose record named them, and their faces that did. */
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
 * Removes faces from the collection, the crops kept under their ids, and their names from the records; and on this machine
 * the annotated copies of these photos, and the lines of logs that hold their ids. What is done is told at once, since
 * each step may be the last.
 *
 * The collection comes first, so that nobody finds a face any more while the records are changed. What was drawn of a photo
 * goes before its record stops to tell which photo it is.
 */
export async function removeFaces(
  target: Target,
  faceIds: readonly string[],
  tell: (what: string) => void = () => {},
): Promise<ForgottenFromAll> {
  if (faceIds.length === 0) return { deleted: [], crops: [], unnamed: [] };
  const { collectionId, thumbsBucket, thumbsPrefix } = target.deployment;
  const deleted: string[] = [];
  const crops: StoredObject[] = [];
  // Rekognition deletes no face that has a name.
  await unnameFaces(target, faceIds);
  for (const faceId of faceIds) {
    if (await deleteFace(target, faceId)) {
      deleted.push(faceId);
      tell(`removed the face ${faceId} from the collection ${collectionId}`);
    } else tell(`The collection ${collectionId} has no face ${faceId}`);
    const kept = await findObjects(target, thumbsBucket, keptCropPrefix(thumbsPrefix, faceId));
    await deleteObjects(target.s3, kept);
    crops.push(...kept);
    for (const { bucket, key } of kept) tell(`removed s3://${bucket}/${key}`);
  }
  const unnamed: ForgottenFromAll['unnamed'][number][] = [];
  for await (const record of findNamingRecords(target, faceIds)) {
    const copy = annotatedCopyOf(target, record.s3Key);
    if (copy !== undefined) {
      await removeFile(copy);
      tell(`removed ${pathToShow(copy)}`);
    }
    const idxs: number[] = [];
    for (const faceId of faceIds) {
      const renamed = await unnameFace(target, record, faceId);
      idxs.push(...renamed.map(({ before }) => before.idx));
    }
    if (idxs.length === 0) continue;
    unnamed.push({ key: record.s3Key, idxs });
    tell(`removed from face ${idxs.join(', ')} of ${record.s3Key}`);
  }
  const corrected = await forgetInCorrections(target, faceIds);
  if (corrected > 0) tell(`removed from what was said of faces of ${plural(corrected, 'photo')}`);
  const lines = await logLinesOfFaces(target, faceIds);
  if (lines > 0) tell(`removed ${plural(lines, 'line')} of the logs`);
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
