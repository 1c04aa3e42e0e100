import { confirm } from '../../cli/forget/confirm.ts';
import type { Target } from '../connect.ts';
import { keptCropPrefix } from '../enroll/kept-crop.ts';
import { plural } from '../match/totals.ts';
import { commandLine } from '../reprocess/command-line.ts';
import { printable } from '../text/printable.ts';
import { UsageError } from '../usage-error.ts';
import { deleteFace } from './delete-face.ts';
import { findNamingRecords, unnameFace } from './naming-records.ts';
import { deleteObjects, findObjects, type StoredObject } from './stored-objects.ts';

/** More keys than fit a command are left to --prefix. */
const mostKeysNamed = 20;

/** Rekognition's form of a face's id. */
const faceIdForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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
  const deleted = await deleteFace(target, faceId);
  tell(
    deleted
      ? `removed the face ${faceId} from the collection ${collectionId}`
      : `The collection ${collectionId} has no face ${faceId}`,
  );
  const crops = await findObjects(target, thumbsBucket, keptCropPrefix(thumbsPrefix, faceId));
  await deleteObjects(target.s3, crops);
  for (const { bucket, key } of crops) tell(`removed s3://${bucket}/${printable(key)}`);
  const unnamed: ForgottenFromAll['unnamed'][number][] = [];
  for await (const record of findNamingRecords(target, faceId)) {
    const renamed = await unnameFace(target, record, faceId);
    if (renamed.length === 0) continue;
    const idxs = renamed.map(({ before }) => before.idx);
    unnamed.push({ key: record.s3Key, idxs });
    tell(`removed from face ${idxs.join(', ')} of ${printable(record.s3Key)}`);
  }
  return { deleted, crops, unnamed };
}

/** Removes a face as removeFace does, and prints it; returns false when the user does not want to. */
export async function forgetFace(
  target: Target,
  faceId: string,
  { yes }: { readonly yes?: boolean },
): Promise<boolean> {
  if (!yes && !(await confirm(await question(target, faceId)))) return false;
  const { unnamed } = await removeFace(target, faceId, (what) => process.stdout.write(`${what}\n`));
  const keys = unnamed.map(({ key }) => key);
  process.stdout.write(keys.length > 0 ? `${advice(keys)}\n` : 'No record names it any more\n');
  return true;
}

async function question(target: Target, faceId: string): Promise<string> {
  const records = await Array.fromAsync(findNamingRecords(target, faceId));
  return `Forget the face ${faceId}, which ${plural(records.length, 'record')} of photos name?`;
}

function advice(keys: readonly string[]): string {
  const which = keys.length > mostKeysNamed ? [] : keys;
  const reprocess = commandLine('reprocess', { prefix: which.length === 0 ? '<prefix>' : undefined }, which);
  return `These faces are NoMatch now, until they are searched again: ${reprocess}\nTheir photos and crops stay: npm run forget -- photo <key>`;
}
