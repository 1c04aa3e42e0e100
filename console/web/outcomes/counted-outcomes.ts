import type { FaceCounts, Outcome } from '../../api/face.ts';

const fields = [
  ['Match', 'matched'],
  ['Indexed', 'indexed'],
  ['NoMatch', 'unmatched'],
  ['Unsearchable', 'unsearchable'],
  ['Failed', 'failed'],
] as const;

/** The outcomes that there are, in the order in which they are drawn. */
export const countedOutcomes = (counts: FaceCounts): { outcome: Outcome; count: number }[] =>
  fields.map(([outcome, field]) => ({ outcome, count: counts[field] })).filter(({ count }) => count > 0);
