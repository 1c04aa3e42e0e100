import { UsageError } from '../command/usage-error.ts';
import { plural } from '../match/totals.ts';
import { commandLine } from '../reprocess/command-line.ts';
import type { Target } from '../target.ts';
import { printable } from '../terminal/printable.ts';
import { confirm } from './confirm.ts';
import { deleteFace } from './delete-face.ts';
import { findNamingRecords, unnameFace } from './naming-records.ts';

/** More keys than fit a command are left to --prefix. */
const mostKeysNamed = 20;

/** Rekognition's form of a face's id. */
const faceIdForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws UsageError. */
export function checkFaceId(given: string): void {
  if (faceIdForm.test(given)) return;
  throw new UsageError(
    `Expected a faceId such as f415f642-f1f3-8000-840c-43b48ad8409e, as records and enroll tell it, got "${given}"`,
  );
}

/**
 * Removes a face from the collection and from the records that name it, and prints both; returns false when the
 * user does not want to.
 *
 * The collection comes first, so that nobody finds the face any more while the records are changed.
 */
export async function forgetFace(
  target: Target,
  faceId: string,
  { yes }: { readonly yes?: boolean },
): Promise<boolean> {
  if (!yes && !(await confirm(await question(target, faceId)))) return false;
  const { collectionId } = target.deployment;
  const deleted = await deleteFace(target, faceId);
  process.stdout.write(
    deleted
      ? `removed the face ${faceId} from the collection ${collectionId}\n`
      : `The collection ${collectionId} has no face ${faceId}\n`,
  );
  const keys = await unnameEverywhere(target, faceId);
  process.stdout.write(keys.length > 0 ? `${advice(keys)}\n` : 'No record names it any more\n');
  return true;
}

async function question(target: Target, faceId: string): Promise<string> {
  const records = await Array.fromAsync(findNamingRecords(target, faceId));
  return `Forget the face ${faceId}, which ${plural(records.length, 'record')} of photos name?`;
}

/** The keys of the photos whose records named it. */
async function unnameEverywhere(target: Target, faceId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const record of findNamingRecords(target, faceId)) {
    const renamed = await unnameFace(target, record, faceId);
    if (renamed.length === 0) continue;
    keys.push(record.s3Key);
    const idxs = renamed.map(({ before }) => before.idx).join(', ');
    process.stdout.write(`removed from face ${idxs} of ${printable(record.s3Key)}\n`);
  }
  return keys;
}

function advice(keys: readonly string[]): string {
  const which = keys.length > mostKeysNamed ? [] : keys;
  const reprocess = commandLine('reprocess', { prefix: which.length === 0 ? '<prefix>' : undefined }, which);
  return `These faces are NoMatch now, until they are searched again: ${reprocess}\nTheir photos and crops stay: npm run forget -- photo <key>`;
}
