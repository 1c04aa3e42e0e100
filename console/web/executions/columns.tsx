import type { TableProps } from '@cloudscape-design/components/table';
import type { ExecutionRow } from '../../api/execution.ts';
import type { Outcome } from '../../api/face.ts';
import { OutcomeBadge, OutcomeBadges } from '../outcomes/outcome-badge.tsx';
import { Moment } from '../shell/moment.tsx';
import { usePhotoName } from '../shell/names.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Thumbnail } from '../shell/thumbnail.tsx';
import { executionPath } from './execution-path.ts';
import { Duration, ExecutionStatus } from './execution-status.tsx';

type Column = TableProps.ColumnDefinition<ExecutionRow>;

const photoAndStatus: readonly Column[] = [
  {
    id: 'photo',
    header: 'Photo',
    isRowHeader: true,
    minWidth: 200,
    cell: (execution) => <PhotoCell execution={execution} />,
  },
  {
    id: 'status',
    header: 'Status',
    minWidth: 120,
    cell: ({ status, waitsUntil }) => <ExecutionStatus status={status} waitsUntil={waitsUntil} />,
  },
  { id: 'faces', header: 'Faces', width: 80, cell: ({ counts }) => <CountCell count={counts?.faceCount} /> },
];

const times: readonly Column[] = [
  { id: 'started', header: 'Started', minWidth: 120, cell: ({ startedAt }) => <Moment at={startedAt} /> },
  {
    id: 'duration',
    header: 'Duration',
    minWidth: 100,
    cell: (execution) => <Duration execution={execution} />,
  },
];

/** A column for each outcome. */
export const wideColumns: readonly Column[] = [
  ...photoAndStatus,
  {
    id: 'matched',
    header: 'Matched',
    width: 105,
    cell: ({ counts }) => <CountCell count={counts?.matchedCount} outcome="Match" />,
  },
  {
    id: 'unmatched',
    header: 'Unmatched',
    width: 115,
    cell: ({ counts }) => <CountCell count={counts?.unmatchedCount} outcome="NoMatch" />,
  },
  {
    id: 'indexed',
    header: 'Indexed',
    width: 100,
    cell: ({ counts }) => <CountCell count={counts?.indexedCount} outcome="Indexed" />,
  },
  {
    id: 'unsearchable',
    header: 'Unsearchable',
    width: 130,
    cell: ({ counts }) => <CountCell count={counts?.unsearchableCount} outcome="Unsearchable" />,
  },
  {
    id: 'failed',
    header: 'Failed',
    width: 90,
    cell: ({ counts }) => <CountCell count={counts?.failedCount} outcome="Failed" />,
  },
  ...times,
];

/** All outcomes in one column, where there is no room for five. */
export const mediumColumns: readonly Column[] = [
  ...photoAndStatus,
  {
    id: 'outcomes',
    header: 'Outcomes',
    cell: ({ counts }) => (
      <div className="summary-cell-counts">{counts ? <OutcomeBadges counts={counts} /> : '–'}</div>
    ),
  },
  ...times,
];

export const narrowColumns: readonly Column[] = [
  {
    id: 'execution',
    header: 'Execution',
    isRowHeader: true,
    cell: (execution) => <SummaryCell execution={execution} />,
  },
];

/** The photo of an execution, which leads to it. */
function PhotoCell({ execution }: { execution: ExecutionRow }) {
  const { name, photo } = execution;
  const title = usePhotoName(photo?.key ?? 'No photo in its input');
  return (
    <div className="photo-cell">
      <Thumbnail url={photo?.thumbnailUrl} alt="" size={44} />
      <div className="photo-cell-text">
        <span className="photo-cell-name" title={title}>
          <PageLink href={executionPath(name)}>{title}</PageLink>
        </span>
        <span className="execution-name" title={name}>
          {name}
        </span>
      </div>
    </div>
  );
}

/** A number of faces; none is told quietly, and that nothing is known with a dash. */
function CountCell({ count, outcome }: { count: number | undefined; outcome?: Outcome }) {
  if (count === undefined) return <span className="count none">–</span>;
  return (
    <span className={count === 0 ? 'count none' : 'count'}>
      {outcome && count > 0 ? <OutcomeBadge outcome={outcome}>{count}</OutcomeBadge> : count}
    </span>
  );
}

/** Everything about an execution in one cell: what a phone has room for. */
function SummaryCell({ execution }: { execution: ExecutionRow }) {
  const { status, startedAt, counts, waitsUntil } = execution;
  return (
    <div className="summary-cell">
      <PhotoCell execution={execution} />
      <div className="summary-cell-counts">
        <ExecutionStatus status={status} waitsUntil={waitsUntil} />
        {counts && <OutcomeBadges counts={counts} />}
      </div>
      <div>
        <Moment at={startedAt} /> · <Duration execution={execution} />
      </div>
    </div>
  );
}
