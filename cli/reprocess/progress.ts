import { projectCommand } from '../../operations/command-line.ts';
import type { TargetOptions } from '../../operations/connect.ts';
import { formatDuration } from '../../operations/format-time.ts';
import { countFaces, describeCounts, plural } from '../../operations/match/totals.ts';
import type { ReprocessProgress } from '../../operations/reprocess/reprocess-photos.ts';
import { type Ending, isFailure, type Tally } from '../../operations/reprocess/tally.ts';
import { printable, shortened } from '../terminal/printable.ts';
import type { StatusLine } from '../terminal/status-line.ts';
import { table } from '../terminal/table.ts';

/**
 * Keeps the status line at `[████░░░░] 412 of 1000 photos, 25 open, 3 failed, 12.1 photos/s, 48.6 s left`, with a
 * `bar` for a terminal. A photo that is not as it should be gets a line of its own.
 */
export function showProgress(
  line: StatusLine,
  tally: Tally,
  { total, bar }: { total: number; bar: boolean },
): ReprocessProgress {
  const begin = performance.now();
  let open = 0;

  function show(): void {
    const { photos, failed, earlier } = tally;
    const all = Math.max(total, photos);
    const rate = (photos - earlier) / ((performance.now() - begin) / 1000);
    const parts = [
      `${photos} of ${plural(all, 'photo')}`,
      `${open} open`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(rate > 0
        ? [`${rate.toFixed(1)} photos/s`, `${formatDuration(((all - photos) / rate) * 1000)} left`]
        : []),
    ];
    line.show(`${bar ? drawBar(photos / Math.max(1, all)) : ''}${parts.join(', ')}`);
  }

  return {
    start() {
      open += 1;
      show();
    },
    finish(key, result, ending) {
      open -= 1;
      if (isFailure(ending)) {
        const why =
          'error' in result && result.error
            ? printable(shortened(`${result.error.error}: ${result.error.cause}`, 200))
            : describeCounts(countFaces([result]));
        line.say(`${ending}  ${printable(key)}  ${why}`);
      }
      show();
    },
  };
}

const barWidth = 20;

function drawBar(part: number): string {
  const full = Math.floor(part * barWidth);
  return `[${'█'.repeat(full)}${'░'.repeat(barWidth - full)}] `;
}

/** What each ending means to whoever has to mend it; in the order in which they are told. */
const meaningsIn = (cloud: TargetOptions): Readonly<Record<Ending, string>> => ({
  MATCHED: '',
  NO_FACES: '',
  superseded: 'a later execution recorded the photo',
  PARTIAL: `some faces failed: ${againCommand(cloud)}`,
  FAILED: `photos that cannot be used: mend them, then ${againCommand(cloud)}`,
  'not recorded': `mend what their errors say, then ${projectCommand(cloud, 'redrive')}`,
});

const againCommand = (cloud: TargetOptions) => projectCommand(cloud, 'reprocess', [], { failed: true });

const columns = [{ title: 'status' }, { title: 'photos', align: 'right' }, { title: '' }] as const;

/** A row for each way in which photos ended, and the totals. */
export function summarize(cloud: TargetOptions, tally: Tally, milliseconds: number): string {
  const meanings = meaningsIn(cloud);
  const rows = (Object.keys(meanings) as Ending[]).flatMap((ending) => {
    const count = tally.endings.get(ending);
    return count === undefined ? [] : [[ending, String(count), meanings[ending]]];
  });
  const earlier = tally.earlier > 0 ? `, ${tally.earlier} of them run before in this batch` : '';
  const totals = `${plural(tally.photos, 'photo')}, ${plural(tally.faces, 'face')} in ${formatDuration(milliseconds)}${earlier}`;
  return rows.length === 0 ? totals : `${table(columns, rows)}\n${totals}`;
}
