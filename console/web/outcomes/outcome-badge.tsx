import type { ReactNode } from 'react';
import type { OutcomeCounts } from '../../../statemachine/payloads.ts';
import type { Outcome } from '../../api/face.ts';
import { countedOutcomes, outcomeLooks } from './outcome.ts';
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

/** How many faces ended how. */
export const OutcomeBadges = ({ counts }: { counts: OutcomeCounts }) =>
  countedOutcomes(counts).map(({ outcome, count }) => (
    <OutcomeBadge key={outcome} outcome={outcome}>
      {count}
      <span className="visually-hidden"> {outcomeLooks[outcome].word}</span>
    </OutcomeBadge>
  ));

/** The outcome's sign, in the colour of the text around it. */
export function OutcomeSign({ outcome }: { outcome: Outcome }) {
  return (
    <svg className="outcome-sign" viewBox="0 0 16 16" aria-hidden="true">
      <path d={outcomeLooks[outcome].sign} />
    </svg>
  );
}

/** Faces by outcome, as shares of a bar with its legend. */
export function OutcomeBar({ counts }: { counts: OutcomeCounts }) {
  const outcomes = countedOutcomes(counts);
  return (
    <div>
      <div className="outcome-bar-shares" aria-hidden="true">
        {outcomes.map(({ outcome, count }) => (
          <span key={outcome} style={{ flexGrow: count, background: outcomeLooks[outcome].box }} />
        ))}
      </div>
      <ul className="outcome-legend">
        {outcomes.map(({ outcome, count }) => (
          <li key={outcome} title={outcomeLooks[outcome].meaning}>
            <span
              className="outcome-dot"
              style={{ background: outcomeLooks[outcome].box, color: outcomeLooks[outcome].lettering }}
            >
              <OutcomeSign outcome={outcome} />
            </span>
            <b>{count.toLocaleString('en')}</b> {outcomeLooks[outcome].word}
          </li>
        ))}
      </ul>
    </div>
  );
}
