import type { ExecutionRow } from '../../api/execution.ts';
import { countedOutcomes } from '../outcomes/counted-outcomes.ts';
import { OutcomeBadge } from '../outcomes/outcome-badge.tsx';
import { Moment } from '../shell/moment.tsx';
import { Duration } from './duration.tsx';
import { ExecutionStatus } from './execution-status.tsx';
import { PhotoCell } from './photo-cell.tsx';

/** Everything about an execution in one cell: what a phone has room for. */
export function SummaryCell({ execution }: { execution: ExecutionRow }) {
  const { status, startedAt, counts } = execution;
  return (
    <div className="summary-cell">
      <PhotoCell execution={execution} />
      <div className="summary-cell-counts">
        <ExecutionStatus status={status} />
        {counts &&
          countedOutcomes(counts).map(({ outcome, count }) => (
            <OutcomeBadge key={outcome} outcome={outcome}>
              {count}
            </OutcomeBadge>
          ))}
      </div>
      <div>
        <Moment at={startedAt} /> · <Duration execution={execution} />
      </div>
    </div>
  );
}
