import type { Target } from '../../operations/connect.ts';
import { plural } from '../../operations/match/totals.ts';
import { findDoubles, mergePerson } from '../../operations/people/merge-people.ts';
import { listFaces } from '../../operations/people/users.ts';
import { prices } from '../../statemachine/prices.ts';
import { interruptSignal } from '../command/interrupt.ts';
import { checkCanAsk, confirm } from '../terminal/confirm.ts';
import { printable } from '../terminal/printable.ts';
import { statusLine } from '../terminal/status-line.ts';
import { tellNamed } from './named.ts';

/** Finds persons who are one, and gives them one name; returns false when the user does not want to. */
export async function merge(
  target: Target,
  { threshold, yes }: { readonly threshold: number; readonly yes?: boolean },
): Promise<boolean> {
  checkCanAsk(yes);
  const faces = (await Array.fromAsync(listFaces(target))).length;
  const bill =
    target.kind === 'aws' ? ` AWS bills about $${(faces * prices.rekognitionImage).toFixed(2)}.` : '';
  if (!yes && !(await confirm(`Search ${plural(faces, 'face')} of the collection in it?${bill}`)))
    return false;
  const line = statusLine();
  const found = await findDoubles(target, threshold, {
    signal: interruptSignal(),
    tell: (searched) => line.show(`searched ${searched} of ${plural(faces, 'face')}`),
  });
  line.end();
  const tell = (text: string) => process.stdout.write(`${printable(text)}\n`);
  if (found.length === 0) tell(`Nobody is in the collection as two, at ${threshold} %`);
  for (const { names, faceIds } of found.filter((each) => each.names.length > 1)) {
    tell(`Alike, and called ${names.join(' and ')}: say yourself who it is (${faceIds.join(', ')})`);
  }
  const one = found.filter(({ names }) => names.length < 2);
  if (one.length === 0) return true;
  for (const { names, faceIds } of one)
    tell(`One person${names.length ? `, ${names[0]}` : ''}: ${faceIds.join(', ')}`);
  if (
    !yes &&
    !(await confirm(`Give each of ${plural(one.length, 'person').replace('persons', 'people')} one name?`))
  )
    return false;
  for (const person of one) tell(tellNamed(await mergePerson(target, person)));
  return true;
}
