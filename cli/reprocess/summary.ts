import { formatDuration } from '../../operations/format-time.ts';
import { plural } from '../../operations/match/totals.ts';
import type { Ending, Tally } from '../../operations/reprocess/tally.ts';
import { table } from '../terminal/table.ts';

/** What each ending means to whoever has to mend it; in the order in which they are told. */
const meanings: Readonly<Record<Ending, string>> = {
  MATCHED: '',
  NO_FACES: '',
  superseded: 'a later execution recorded the photo',
  PARTIAL: 'some faces failed: npm run reprocess -- --failed',
  FAILED: 'photos that cannot be used: mend them, then npm run reprocess -- --failed',
  'not recorded': 'mend what their errors say, then npm run redrive',
};

/** A row for each way in which photos ended, and the totals. */
export function summarize(tally: Tally, milliseconds: number): string {
  const rows = (Object.keys(meanings) as Ending[]).flatMap((ending) => {
    const count = tally.endings.get(ending);
    return count === undefined ? [] : [[ending, String(count), meanings[ending]]];
  });
  const earlier = tally.earlier > 0 ? `, ${tally.earlier} of them run before in this batch` : '';
  const totals = `${plural(tally.photos, 'photo')}, ${plural(tally.faces, 'face')} in ${formatDuration(milliseconds)}${earlier}`;
  return rows.length === 0 ? totals : `${table(columns, rows)}\n${totals}`;
}

const columns = [{ title: 'status' }, { title: 'photos', align: 'right' }, { title: '' }] as const;
