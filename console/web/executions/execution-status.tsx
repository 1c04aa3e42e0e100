import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { formatDuration, formatTimeOfDay } from '../../../operations/format-time.ts';
import type { ExecutionRow, ExecutionStatus as Status } from '../../api/execution.ts';
import { useNow } from '../shell/moment.tsx';

export const executionStatuses: Readonly<Record<Status, { word: string; type: StatusIndicatorProps.Type }>> =
  {
    RUNNING: { word: 'Running', type: 'in-progress' },
    SUCCEEDED: { word: 'Succeeded', type: 'success' },
    FAILED: { word: 'Failed', type: 'error' },
    TIMED_OUT: { word: 'Timed out', type: 'error' },
    ABORTED: { word: 'Aborted', type: 'stopped' },
    PENDING_REDRIVE: { word: 'Pending redrive', type: 'pending' },
  };

/** One that waits for its turn says until when, instead of that it runs. */
export function ExecutionStatus({ status, waitsUntil }: { status: Status; waitsUntil?: string }) {
  if (waitsUntil !== undefined) {
    const until = formatTimeOfDay(new Date(waitsUntil));
    return <StatusIndicator type="pending">waits for its turn until {until}</StatusIndicator>;
  }
  const { word, type } = executionStatuses[status];
  return <StatusIndicator type={type}>{word}</StatusIndicator>;
}

/** Whether an execution goes on, so that looking again can show something new. */
export const isOpen = ({ status }: { status: Status }): boolean =>
  status === 'RUNNING' || status === 'PENDING_REDRIVE';

/** How long an execution took, or has been running. */
export function Duration({
  execution,
}: {
  execution: Pick<ExecutionRow, 'status' | 'startedAt' | 'stoppedAt'>;
}) {
  const now = useNow(isOpen(execution));
  const end = execution.stoppedAt ? Date.parse(execution.stoppedAt) : now;
  // The browser's clock may be behind the service's.
  return <>{formatDuration(Math.max(0, end - Date.parse(execution.startedAt)))}</>;
}
