import { formatDuration } from '../../../../operations/format-time.ts';
import type { StateSummary } from '../states/summarise-states.ts';

const order = ['running', 'failed', 'aborted', 'caught', 'succeeded'] as const;

/** `0.48 s`, `3 calls, 4.20 s` for one visit; `9 succeeded, 1 caught` for several. */
export function summaryInShort({ counts, visits }: StateSummary): string {
  const [visit] = visits;
  if (visits.length === 1 && visit) {
    const { status, calls, startedAt, endedAt } = visit;
    const took = formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
    const tries = calls.length > 1 ? `${calls.length} calls` : '';
    return [tries, status === 'running' ? 'running' : took].filter(Boolean).join(', ');
  }
  return order
    .filter((status) => counts[status])
    .map((status) => `${counts[status]} ${status}`)
    .join(', ');
}
