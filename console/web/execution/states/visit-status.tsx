import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { VisitStatus as Status } from '../../../api/execution.ts';
import { visitStatuses } from './visit-words.ts';

export function VisitStatus({ status }: { status: Status }) {
  const { word, type } = visitStatuses[status];
  return <StatusIndicator type={type}>{word}</StatusIndicator>;
}
