import type { Target } from '../../operations/connect.ts';
import { findNamingRecords } from '../../operations/forget/naming-records.ts';
import { findPerson, removePerson } from '../../operations/forget/remove-person.ts';
import { plural } from '../../operations/match/totals.ts';
import { confirm } from '../terminal/confirm.ts';
import { printable } from '../terminal/printable.ts';
import { tellForgotten } from './face.ts';

/** Removes a person as removePerson does, and prints it; returns false when the user does not want to. */
export async function forgetPerson(
  target: Target,
  given: string,
  { yes }: { readonly yes?: boolean },
): Promise<boolean> {
  const person = await findPerson(target, given);
  const tell = (what: string) => process.stdout.write(`${printable(what)}\n`);
  if (!person) {
    tell(`Nobody is called ${given}`);
    return true;
  }
  if (!yes) {
    const records = await Array.fromAsync(findNamingRecords(target, person.faceIds));
    const question = `Forget ${person.name} with ${plural(person.faceIds.length, 'face')}, which ${plural(records.length, 'record')} of photos name?`;
    if (!(await confirm(printable(question)))) return false;
  }
  tellForgotten(target, await removePerson(target, person, tell));
  return true;
}
