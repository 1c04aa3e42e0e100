import type { Face } from '../../../api/face.ts';

/** The faces as they would be with a higher threshold: of those below it nobody would be known. */
export const atThreshold = (faces: readonly Face[], threshold: number): Face[] =>
  faces.map((face) => {
    if (face.outcome !== 'Match' || face.similarity >= threshold) return face;
    const { idx, boundingBox, thumbKey, cropUrl } = face;
    return { idx, boundingBox, thumbKey, cropUrl, outcome: 'NoMatch', threshold };
  });

export interface WhatIf {
  readonly matches: number;
  /** Matches of the run that would be none. */
  readonly lost: number;
}

export function matchesAt(faces: readonly Face[], threshold: number): WhatIf {
  const similarities = faces.flatMap((face) => (face.outcome === 'Match' ? face.similarity : []));
  const matches = similarities.filter((similarity) => similarity >= threshold).length;
  return { matches, lost: similarities.length - matches };
}
