import { pathToShow } from '../../operations/working-directory.ts';
import { printable } from '../terminal/printable.ts';

/** `skipped 5 files that are no photos: notes.txt, holiday/list.md, holiday/map.gpx, …` */
export function tellSkipped(skipped: readonly string[]): string {
  const named = skipped.slice(0, 3).map((file) => printable(pathToShow(file)));
  if (skipped.length > named.length) named.push('…');
  const what =
    skipped.length === 1 ? '1 file that is no photo' : `${skipped.length} files that are no photos`;
  return `skipped ${what}: ${named.join(', ')}`;
}
