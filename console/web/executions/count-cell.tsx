import type { Outcome } from '../../api/face.ts';
import { OutcomeBadge } from '../outcomes/outcome-badge.tsx';

/** A number of faces; none is told quietly, and that nothing is known with a dash. */
export function CountCell({ count, outcome }: { count: number | undefined; outcome?: Outcome }) {
  if (count === undefined) return <span className="count none">–</span>;
  return (
    <span className={count === 0 ? 'count none' : 'count'}>
      {outcome && count > 0 ? <OutcomeBadge outcome={outcome}>{count}</OutcomeBadge> : count}
    </span>
  );
}
