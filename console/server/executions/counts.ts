import type { OutcomeCounts } from '../../../statemachine/photo-record.ts';
import type { FaceCounts } from '../../api/face.ts';

/** Faces by their outcome, as the browser is told. */
export const toFaceCounts = (counts: OutcomeCounts): FaceCounts => ({
  faces: counts.faceCount,
  matched: counts.matchedCount,
  unmatched: counts.unmatchedCount,
  indexed: counts.indexedCount,
  unsearchable: counts.unsearchableCount,
  failed: counts.failedCount,
});
