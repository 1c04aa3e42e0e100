import { projectCommand } from '../../operations/command-line.ts';
import type { Target } from '../../operations/connect.ts';
import { tellUnreached } from '../../operations/forget/local-traces.ts';
import { findNamingRecords } from '../../operations/forget/naming-records.ts';
import { type ForgottenFromAll, removeFaces } from '../../operations/forget/remove-face.ts';
import { plural } from '../../operations/match/totals.ts';
import { confirm } from '../terminal/confirm.ts';
import { printable } from '../terminal/printable.ts';

/** More keys than fit a command are left to --prefix. */
const mostKeysNamed = 20;

/** Removes a face as removeFaces does, and prints it; returns false when the user does not want to. */
export async function forgetFace(
  target: Target,
  faceId: string,
  { yes }: { readonly yes?: boolean },
): Promise<boolean> {
  if (!yes && !(await confirm(await question(target, faceId)))) return false;
  const tell = (what: string) => process.stdout.write(`${printable(what)}\n`);
  tellForgotten(target, await removeFaces(target, [faceId], tell));
  return true;
}

/** What is left to do, and what is left. */
export function tellForgotten(target: Target, { unnamed }: ForgottenFromAll): void {
  const keys = unnamed.map(({ key }) => key);
  const next = keys.length > 0 ? advice(target, keys) : 'No record names it any more';
  process.stdout.write(`${next}\n${tellUnreached(target)}\n`);
}

async function question(target: Target, faceId: string): Promise<string> {
  const records = await Array.fromAsync(findNamingRecords(target, [faceId]));
  return `Forget the face ${faceId}, which ${plural(records.length, 'record')} of photos name?`;
}

function advice({ options, deployment }: Target, keys: readonly string[]): string {
  const reprocess =
    keys.length > mostKeysNamed
      ? projectCommand(options, 'reprocess', [], { prefix: deployment.rawPrefix })
      : projectCommand(options, 'reprocess', keys);
  return `These faces are NoMatch now, until they are searched again: ${reprocess}\nTheir photos and crops stay: ${projectCommand(options, 'forget', ['photo', keys[0]!])}`;
}
