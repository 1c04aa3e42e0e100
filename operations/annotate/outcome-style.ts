import type { styleText } from 'node:util';
import type { FaceRecord } from '../../statemachine/photo-record.ts';

export interface OutcomeStyle {
  readonly terminal: Parameters<typeof styleText>[0];
  /** Of the box in a picture; the colours stay apart for colour-blind eyes (Okabe and Ito's set). */
  readonly box: string;
  /** Legible on the box's colour. */
  readonly lettering: string;
}

export const outcomeStyles: Readonly<Record<FaceRecord['outcome'], OutcomeStyle>> = {
  Match: { terminal: 'green', box: '#008560', lettering: '#FFFFFF' },
  NoMatch: { terminal: 'cyan', box: '#0072B2', lettering: '#FFFFFF' },
  Indexed: { terminal: 'magenta', box: '#CC79A7', lettering: '#000000' },
  Unsearchable: { terminal: 'yellow', box: '#F0B000', lettering: '#000000' },
  Failed: { terminal: 'red', box: '#D55E00', lettering: '#000000' },
};
