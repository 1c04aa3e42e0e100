import { projectCommand } from '../../operations/command-line.ts';
import type { Target } from '../../operations/connect.ts';
import { findNamingRecords } from '../../operations/forget/naming-records.ts';
import { removeFace } from '../../operations/forget/remove-face.ts';
import { plural } from '../../operations/match/totals.ts';
import { confirm } from '../terminal/confirm.ts';
import { printable } from '../terminal/printable.ts';

/** More keys than fit a command are left to --prefix. */
const mostKeysNamed = 20;

/** Removes a face as removeFace does, and prints it; returns false when the user does not want to. */
export async function forgetFace(
  target: Target,
  faceId: string,
  { yes }: { readonly yes?: boolean },
): Promise<boolean> {
  if (!yes && !(await confirm(await question(target, faceId)))) return false;
  const tell = (what: string) => process.stdout.write(`${printable(what)}\n`);
  const { unnamed } = await removeFace(target, faceId, tell);
  const keys = unnamed.map(({ key }) => key);
  process.stdout.write(keys.length > 0 ? `${advice(target, keys)}\n` : 'No record names it any more\n');
  return true;
}

async function question(target: Target, faceId: string): Promise<string> {
  const records = await Array.fromAsync(findNamingRecords(target, faceId));
  return `Forget the face ${faceId}, which ${plural(records.length, 'record')} of photos name?`;
}

function advice({ options, deployment }: Target, keys: readonly string[]): string {
  const reprocess =
    keys.length > mostKeysNamed
      ? projectCommand(options, 'reprocess', [], { prefix: deployment.rawPrefix })
      : projectCommand(options, 'reprocess', keys);
  return `These faces are NoMatch now, until they are searched again: ${reprocess}\nTheir photos and crops stay: ${projectCommand(options, 'forget', ['photo', keys[0]!])}`;
}
