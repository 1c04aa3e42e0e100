import { plural } from '../../operations/match/totals.ts';
import type { NamedPerson, OtherwiseNamed } from '../../operations/people/name-faces.ts';
import { checkCanAsk, confirm } from '../terminal/confirm.ts';
import { printable } from '../terminal/printable.ts';

/** Asks before faces lose the name that they have; with `yes` they lose it without. */
export const mayMove =
  (yes: boolean | undefined) =>
  async (faces: readonly OtherwiseNamed[]): Promise<boolean> => {
    if (yes) return true;
    checkCanAsk(yes);
    const names = [...new Set(faces.map(({ name }) => printable(name)))].join(', ');
    if (await confirm(`Take ${plural(faces.length, 'face')} out of the name ${names}?`)) return true;
    process.stderr.write('No name was changed\n');
    return false;
  };

export const tellNamed = ({ name, faceIds }: NamedPerson): string =>
  `${printable(name)} has ${plural(faceIds.length, 'face')}: ${faceIds.join(', ')}`;
