import type { FaceRecord } from '../../statemachine/photo-record.ts';

/** The colours of an outcome in a picture. They stay apart for colour-blind eyes (Okabe and Ito's set). */
export interface OutcomeStyle {
  readonly box: string;
  /** Legible on the box's colour. */
  readonly lettering: string;
}

export const outcomeStyles: Readonly<Record<FaceRecord['outcome'], OutcomeStyle>> = {
  Match: { box: '#008560', lettering: '#FFFFFF' },
  NoMatch: { box: '#0072B2', lettering: '#FFFFFF' },
  Indexed: { box: '#CC79A7', lettering: '#000000' },
  Unsearchable: { box: '#F0B000', lettering: '#000000' },
  Failed: { box: '#D55E00', lettering: '#000000' },
};
