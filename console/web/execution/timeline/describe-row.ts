import { formatDuration } from '../../../../operations/format-time.ts';
import { errorsInShort, groupErrors } from '../states/group-errors.ts';
import { visitStatuses } from '../states/visit-words.ts';
import type { TimelineRow } from './timeline-rows.ts';

/** A row in words: `Face 3: succeeded, 4.20 s, 3 calls; met ThrottlingException ×2`. */
export function describeRow({ state, iteration, status, visits, segments }: TimelineRow): string {
  const name = iteration === undefined ? state : `Face ${iteration + 1}`;
  const from = Math.min(...segments.map((segment) => segment.from));
  const to = Math.max(...segments.map((segment) => segment.to));
  const calls = visits.reduce((sum, visit) => sum + visit.calls.length, 0);
  const told = [
    visitStatuses[status].word.toLowerCase(),
    formatDuration(to - from),
    ...(calls > 0 ? [calls === 1 ? '1 call' : `${calls} calls`] : []),
  ];
  const errors = errorsInShort(groupErrors(visits));
  return `${name}: ${told.join(', ')}${errors && `; met ${errors}`}`;
}
