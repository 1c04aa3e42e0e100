import { formatDuration } from '../../operations/format-time.ts';
import type { PhotoResult } from '../../operations/match/photo-result.ts';
import { countFaces, describeCounts, plural } from '../../operations/match/totals.ts';
import { type Ending, isFailure, type Tally } from '../../operations/reprocess/tally.ts';
import { printable, shortened } from '../terminal/printable.ts';
import type { StatusLine } from '../terminal/status-line.ts';

/** Keeps the status line at `[████░░░░] 412 of 1000 photos, 25 open, 3 failed, 12.1 photos/s, 48.6 s left`. */
export class ReprocessProgress {
  readonly #line: StatusLine;
  readonly #tally: Tally;
  readonly #total: number;
  readonly #bar: boolean;
  readonly #begin = performance.now();
  #open = 0;

  /** `bar` for a terminal. */
  constructor(line: StatusLine, tally: Tally, { total, bar }: { total: number; bar: boolean }) {
    this.#line = line;
    this.#tally = tally;
    this.#total = total;
    this.#bar = bar;
  }

  start(): void {
    this.#open += 1;
    this.#show();
  }

  /** A photo that is not as it should be gets a line of its own. */
  finish(key: string, result: PhotoResult, ending: Ending): void {
    this.#open -= 1;
    if (isFailure(ending)) this.#line.say(`${ending}  ${printable(key)}  ${explain(result)}`);
    this.#show();
  }

  #show(): void {
    const { photos, failed, earlier } = this.#tally;
    const total = Math.max(this.#total, photos);
    const seconds = (performance.now() - this.#begin) / 1000;
    const rate = (photos - earlier) / seconds;
    const parts = [
      `${photos} of ${plural(total, 'photo')}`,
      `${this.#open} open`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(rate > 0
        ? [`${rate.toFixed(1)} photos/s`, `${formatDuration(((total - photos) / rate) * 1000)} left`]
        : []),
    ];
    this.#line.show(`${this.#bar ? bar(photos / Math.max(1, total)) : ''}${parts.join(', ')}`);
  }
}

const barWidth = 20;

function bar(part: number): string {
  const full = Math.floor(part * barWidth);
  return `[${'█'.repeat(full)}${'░'.repeat(barWidth - full)}] `;
}

const explain = (result: PhotoResult): string =>
  'error' in result && result.error
    ? printable(shortened(`${result.error.error}: ${result.error.cause}`, 200))
    : describeCounts(countFaces([result]));
