import type { Outcome } from '../../api/face.ts';
import { outcomeLooks } from './outcome-look.ts';

/** The outcome's sign, in the colour of the text around it. */
export function OutcomeSign({ outcome }: { outcome: Outcome }) {
  return (
    <svg className="outcome-sign" viewBox="0 0 16 16" aria-hidden="true">
      <path d={outcomeLooks[outcome].sign} />
    </svg>
  );
}
