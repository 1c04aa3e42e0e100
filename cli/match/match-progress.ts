import type { FaceProgress } from '../../operations/match/match-photos.ts';
import type { PhotoResult } from '../../operations/match/photo-result.ts';
import { plural } from '../../operations/match/totals.ts';
import type { StatusLine } from '../terminal/status-line.ts';

/** Keeps the status line at `3 of 6 photos, 14 of 17 faces searched, 5 known, 12 s`. */
export class MatchProgress {
  readonly #line: StatusLine;
  readonly #total: number;
  readonly #start = performance.now();
  readonly #faces = new Map<string, FaceProgress>();
  #done = 0;
  #known = 0;

  constructor(line: StatusLine, total: number) {
    this.#line = line;
    this.#total = total;
    this.#show();
  }

  /** A photo that is under way. */
  update(key: string, faces: FaceProgress): void {
    this.#faces.set(key, faces);
    this.#show();
  }

  finish({ s3Key, faces }: PhotoResult): void {
    this.#done += 1;
    this.#known += faces.filter(({ outcome }) => outcome === 'Match').length;
    this.update(s3Key, { found: faces.length, searched: faces.length });
  }

  #show(): void {
    const sum = (count: keyof FaceProgress) =>
      [...this.#faces.values()].reduce((total, faces) => total + faces[count], 0);
    const found = sum('found');
    this.#line.show(
      [
        `${this.#done} of ${plural(this.#total, 'photo')}`,
        ...(found > 0
          ? [`${sum('searched')} of ${plural(found, 'face')} searched`, `${this.#known} known`]
          : []),
        `${Math.floor((performance.now() - this.#start) / 1000)} s`,
      ].join(', '),
    );
  }
}
