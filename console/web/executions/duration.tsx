import { formatDuration } from '../../../operations/format-time.ts';
import type { ExecutionRow } from '../../api/execution.ts';
import { useNow } from '../shell/use-now.ts';
import { isOpen } from './is-open.ts';

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
