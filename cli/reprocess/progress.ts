import { formatDuration } from '../../operations/format-time.ts';
import { plural } from '../../operations/match/totals.ts';
import { RunRate } from '../../operations/reprocess/follow-run.ts';
import type { Run } from '../../operations/reprocess/run.ts';
import type { StatusLine } from '../terminal/status-line.ts';

/**
 * Keeps the status line at `[████░░░░] 412 of 1000 photos, 25 open, 3 red, 12.1 photos/s, 48.6 s left`, with a `bar` for
 * a terminal.
 */
export function showProgress(line: StatusLine, { bar }: { bar: boolean }): (run: Run) => void {
  const rate = new RunRate();
  return ({ progress }) => {
    if (!progress?.photos) return line.show('Selecting photos');
    const { photos, green, red, open } = progress;
    const done = green + red;
    const seen = rate.seen(progress);
    const parts = [
      `${done} of ${plural(photos, 'photo')}`,
      `${open} open`,
      ...(red > 0 ? [`${red} red`] : []),
      ...(seen
        ? [`${seen.photosPerSecond.toFixed(1)} photos/s`, `${formatDuration(seen.secondsLeft * 1000)} left`]
        : []),
    ];
    line.show(`${bar ? drawBar(done / photos) : ''}${parts.join(', ')}`);
  };
}

const barWidth = 20;

function drawBar(part: number): string {
  const full = Math.floor(part * barWidth);
  return `[${'█'.repeat(full)}${'░'.repeat(barWidth - full)}] `;
}
