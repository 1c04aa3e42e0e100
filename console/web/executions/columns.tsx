import type { TableProps } from '@cloudscape-design/components/table';
import type { ExecutionRow } from '../../api/execution.ts';
import { Moment } from '../shell/moment.tsx';
import { CountCell } from './count-cell.tsx';
import { Duration } from './duration.tsx';
import { ExecutionStatus } from './execution-status.tsx';
import { PhotoCell } from './photo-cell.tsx';
import { SummaryCell } from './summary-cell.tsx';

type Column = TableProps.ColumnDefinition<ExecutionRow>;

export const wideColumns: readonly Column[] = [
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
    cell: ({ status }) => <ExecutionStatus status={status} />,
  },
  { id: 'faces', header: 'Faces', width: 80, cell: ({ counts }) => <CountCell count={counts?.faceCount} /> },
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
    id: 'failed',
    header: 'Failed',
    width: 90,
    cell: ({ counts }) => <CountCell count={counts?.failedCount} outcome="Failed" />,
  },
  { id: 'started', header: 'Started', minWidth: 170, cell: ({ startedAt }) => <Moment at={startedAt} /> },
  {
    id: 'duration',
    header: 'Duration',
    minWidth: 100,
    cell: (execution) => <Duration execution={execution} />,
  },
];

export const narrowColumns: readonly Column[] = [
  {
    id: 'execution',
    header: 'Execution',
    isRowHeader: true,
    cell: (execution) => <SummaryCell execution={execution} />,
  },
];
