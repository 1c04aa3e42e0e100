import type { ReactNode } from 'react';
import type { Outcome } from '../../api/face.ts';
import { outcomeLooks } from './outcome-look.ts';
import { OutcomeSign } from './outcome-sign.tsx';
import './outcomes.css';

/** An outcome as a sign and a word on its colour; other words on request. */
export function OutcomeBadge({ outcome, children }: { outcome: Outcome; children?: ReactNode }) {
  const { box, lettering, word, meaning } = outcomeLooks[outcome];
  return (
    <span className="outcome-badge" style={{ background: box, color: lettering }} title={meaning}>
      <OutcomeSign outcome={outcome} />
      {children ?? word}
    </span>
  );
}
