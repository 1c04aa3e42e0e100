import type { FaceRecord } from '../../statemachine/photo-record.ts';
import { isProcessed, type PhotoResult } from './photo-result.ts';

export type FaceCounts = Readonly<Record<FaceRecord['outcome'], number>>;

export function countFaces(results: readonly PhotoResult[]): FaceCounts {
  const counts = { Match: 0, NoMatch: 0, Indexed: 0, Unsearchable: 0, Failed: 0 };
  for (const { faces } of results) for (const { outcome } of faces) counts[outcome] += 1;
  return counts;
}

/** `5 faces: 2 known, 3 unknown`; what there is none of is left out. */
export function describeCounts(counts: FaceCounts): string {
  const parts = [
    [counts.Match, 'known'],
    [counts.NoMatch, 'unknown'],
    [counts.Indexed, 'newly indexed'],
    [counts.Unsearchable, 'unsearchable'],
    [counts.Failed, 'failed'],
  ] as const;
  const total = parts.reduce((sum, [count]) => sum + count, 0);
  if (total === 0) return 'no faces';
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `${plural(total, 'face')}: ${told.join(', ')}`;
}

/** `6 photos: 22 faces: 8 known, 14 unknown`, with the photos that are not through. */
export function describeTotals(results: readonly PhotoResult[]): string {
  const failed = results.filter((result) => !isProcessed(result)).length;
  const photos = plural(results.length, 'photo') + (failed > 0 ? ` (${failed} not processed)` : '');
  return `${photos}, ${describeCounts(countFaces(results))}`;
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
