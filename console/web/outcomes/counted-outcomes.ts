import type { OutcomeCounts } from '../../../statemachine/photo-record.ts';
import type { Outcome } from '../../api/face.ts';

const fields = [
  ['Match', 'matchedCount'],
  ['Indexed', 'indexedCount'],
  ['NoMatch', 'unmatchedCount'],
  ['Unsearchable', 'unsearchableCount'],
  ['Failed', 'failedCount'],
] as const;

/** The outcomes that there are, in the order in which they are drawn. */
export const countedOutcomes = (counts: OutcomeCounts): { outcome: Outcome; count: number }[] =>
  fields.map(([outcome, field]) => ({ outcome, count: counts[field] })).filter(({ count }) => count > 0);
