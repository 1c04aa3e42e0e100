import type { OutcomeCounts } from '../../../statemachine/photo-record.ts';
import { countedOutcomes } from './counted-outcomes.ts';
import { outcomeLooks } from './outcome-look.ts';
import { OutcomeSign } from './outcome-sign.tsx';
import './outcomes.css';

/** Faces by outcome, as shares of a bar with its legend. */
export function OutcomeBar({ counts }: { counts: OutcomeCounts }) {
  const outcomes = countedOutcomes(counts);
  return (
    <div className="outcome-bar">
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
