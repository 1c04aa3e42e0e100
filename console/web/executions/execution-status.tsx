import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ExecutionStatus as Status } from '../../api/execution.ts';

export const executionStatuses: Readonly<Record<Status, { word: string; type: StatusIndicatorProps.Type }>> =
  {
    RUNNING: { word: 'Running', type: 'in-progress' },
    SUCCEEDED: { word: 'Succeeded', type: 'success' },
    FAILED: { word: 'Failed', type: 'error' },
    TIMED_OUT: { word: 'Timed out', type: 'error' },
    ABORTED: { word: 'Aborted', type: 'stopped' },
    PENDING_REDRIVE: { word: 'Pending redrive', type: 'pending' },
  };

export function ExecutionStatus({ status }: { status: Status }) {
  const { word, type } = executionStatuses[status];
  return <StatusIndicator type={type}>{word}</StatusIndicator>;
}
