import type { Target } from '../../operations/connect.ts';
import { Names } from '../../operations/people/names.ts';
import { printable } from '../terminal/printable.ts';

/**
 * Gives faces their names, as far as these can be looked up: what became of a photo is told also without. Why they could
 * not is said once.
 */
export function nameLookUp(target: Target, say: (text: string) => void) {
  const names = new Names(target);
  let isTold = false;
  return async <Face extends Parameters<typeof names.with>[0][number]>(
    faces: readonly Face[],
  ): Promise<readonly (Face & { readonly name?: string })[]> => {
    try {
      return await names.with(faces);
    } catch (error) {
      const { name, message } = error as Error;
      if (!isTold) say(printable(`No names, because they could not be looked up: ${name}: ${message}`));
      isTold = true;
      return faces;
    }
  };
}
