import type { FaceProgress } from '../../operations/match/match-photos.ts';
import type { PhotoResult } from '../../operations/match/photo-result.ts';
import { countFaces, plural } from '../../operations/match/totals.ts';
import type { StatusLine } from '../terminal/status-line.ts';

/** Keeps the status line at `3 of 6 photos, 14 of 17 faces searched, 5 known, 12 s`. */
export function showProgress(line: StatusLine, total: number) {
  const start = performance.now();
  const faces = new Map<string, FaceProgress>();
  let [done, known] = [0, 0];

  function show(): void {
    const sum = (count: keyof FaceProgress) =>
      faces.values().reduce((total, progress) => total + progress[count], 0);
    const found = sum('found');
    const parts = [
      `${done} of ${plural(total, 'photo')}`,
      ...(found > 0 ? [`${sum('searched')} of ${plural(found, 'face')} searched`, `${known} known`] : []),
      `${Math.floor((performance.now() - start) / 1000)} s`,
    ];
    line.show(parts.join(', '));
  }

  show();
  return {
    /** A photo that is under way. */
    update(key: string, progress: FaceProgress): void {
      faces.set(key, progress);
      show();
    },
    finish(result: PhotoResult): void {
      const { length } = result.faces;
      done += 1;
      known += countFaces([result]).Match;
      this.update(result.s3Key, { found: length, searched: length });
    },
  };
}
