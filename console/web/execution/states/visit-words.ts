import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { VisitStatus } from '../../../api/execution.ts';

export const visitStatuses: Readonly<Record<VisitStatus, { word: string; type: StatusIndicatorProps.Type }>> =
  {
    running: { word: 'Running', type: 'in-progress' },
    succeeded: { word: 'Succeeded', type: 'success' },
    caught: { word: 'Caught error', type: 'warning' },
    failed: { word: 'Failed', type: 'error' },
    aborted: { word: 'Aborted', type: 'stopped' },
  };
